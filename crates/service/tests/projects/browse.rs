use crate::{bank, support::TestApp};
use domain::{
    Error, Lang, Problem,
    projects::{SheetList, SheetQuery, SheetSort, simulate},
};
use sea_orm::ConnectionTrait;
use service::projects::{browse_sheets, compare_sheets, show_sheet, sitemap};

async fn ask(app: &TestApp, pairs: &[(&str, &str)]) -> SheetList {
    browse_sheets(
        &app.visitor(),
        &SheetQuery::from_pairs(pairs.iter().copied()),
    )
    .await
    .unwrap()
}

fn slugs(list: &SheetList) -> Vec<&str> {
    list.cards.iter().map(|card| card.slug.as_str()).collect()
}

fn count(list: &SheetList, facet: &str, value: &str) -> u32 {
    let facet = list.facets.iter().find(|it| it.name == facet).unwrap();
    facet
        .values
        .iter()
        .find(|it| it.value == value)
        .map_or(0, |it| it.count)
}

#[tokio::test]
async fn everything_is_found_by_facets_whose_counts_keep_their_word() {
    let app = bank().await;
    let all = ask(&app, &[]).await;
    assert_eq!((all.total, all.pages, all.cards.len()), (26, 3, 12));
    assert_eq!(ask(&app, &[("page", "3")]).await.cards.len(), 2);
    assert_eq!(
        ask(&app, &[("page", "99")]).await.query.page,
        3,
        "beyond the last is the last"
    );
    let map = all.facets.iter().find(|it| it.name == "region").unwrap();
    assert_eq!(map.values.len(), 12, "the map has every region");
    for facet in SheetQuery::FACETS {
        for value in &all
            .facets
            .iter()
            .find(|it| it.name == facet)
            .unwrap()
            .values
        {
            let narrowed = ask(&app, &[(facet, &value.value)]).await;
            assert_eq!(narrowed.total, value.count, "{facet} {}", value.value);
            assert_eq!(
                count(&narrowed, facet, &value.value),
                value.count,
                "a facet ignores its own choice"
            );
        }
    }
    let souss = ask(&app, &[("region", "09")]).await;
    assert_eq!(
        slugs(&souss),
        ["almonds", "saffron", "argan-oil"],
        "in the order of the titles"
    );
    assert_eq!(
        count(&souss, "province", "09.541"),
        2,
        "provinces below the chosen region"
    );
    let both = ask(&app, &[("region", "09"), ("skill", "extraction")]).await;
    assert_eq!(slugs(&both), ["argan-oil"]);
    assert_eq!(count(&both, "region", "05"), 1, "beekeeping extracts too");
}

#[tokio::test]
async fn search_forgives() {
    let app = bank().await;
    for (text, expected) in [
        ("apiculture", "beekeeping"),
        ("apicultre", "beekeeping"),
        ("miel", "beekeeping"),
        ("عسل", "beekeeping"),
        ("النحل", "beekeeping"),
        ("ⴰⵔⴳⴰⵏ", "argan-oil"),
        ("arganne", "argan-oil"),
        ("زعفران", "saffron"),
        ("zaafran", "saffron"),
        ("tapis", "carpets"),
        ("الزرابي", "carpets"),
        ("Pumps solar", "solar-pumps"),
        ("couture sale", "sewing"),
    ] {
        let list = ask(&app, &[("q", text)]).await;
        assert_eq!(
            slugs(&list).first(),
            Some(&expected),
            "{text}: {:?}",
            slugs(&list)
        );
    }
    assert_eq!(ask(&app, &[("q", "zzzzqq")]).await.total, 0);
    assert_eq!(
        ask(&app, &[("q", "huile argan")]).await.total,
        1,
        "every word counts"
    );
}

#[tokio::test]
async fn sorted_as_asked() {
    let app = bank().await;
    for sort in SheetSort::ALL {
        let list = ask(&app, &[("sort", sort.code())]).await;
        let cards = &list.cards;
        let is_sorted = match sort {
            SheetSort::Relevance => cards.is_sorted_by_key(|it| it.title.pick(Lang::Fr).text),
            SheetSort::Investment => cards.is_sorted_by_key(|it| it.figures.investment),
            SheetSort::Income => cards.is_sorted_by_key(|it| -it.figures.monthly_income),
            SheetSort::Jobs => cards.is_sorted_by_key(|it| std::cmp::Reverse(it.jobs)),
            SheetSort::Newest => cards.is_sorted_by_key(|it| -it.published_at),
        };
        assert!(is_sorted, "{sort:?}");
    }
}

#[tokio::test]
async fn a_sheet_tells_its_figures_and_how_many_already_do_it() {
    let app = bank().await;
    let visitor = app.visitor();
    let sheet = show_sheet(&visitor, "argan-oil").await.unwrap();
    let results = simulate(&sheet.content.inputs).unwrap();
    assert_eq!(sheet.card.figures.investment, results.investment_need);
    assert_eq!(
        sheet.card.figures.monthly_income,
        results.income_per_member[2] / 12
    );
    assert_eq!((sheet.number, sheet.related.len()), (1, 3));
    let saturation = sheet.saturation.unwrap();
    assert_eq!(saturation.inhabitants, 838_820);
    assert_eq!(
        saturation.density,
        i64::from(saturation.cooperatives) * 10_000_000 / 838_820
    );
    assert!(
        show_sheet(&visitor, "digital-services")
            .await
            .unwrap()
            .saturation
            .is_none()
    );
    assert_eq!(show_sheet(&visitor, "nothing").await, Err(Error::NotFound));
    assert_eq!(sitemap(&visitor).await.unwrap().len(), 26);
}

#[tokio::test]
async fn what_is_suspended_is_gone_at_once_and_a_published_version_never_changes() {
    let app = bank().await;
    assert_eq!(ask(&app, &[]).await.total, 26);
    let db = app.services.db.writer();
    db.execute_unprepared("UPDATE project_sheet SET state = 'suspended' WHERE slug = 'couscous'")
        .await
        .unwrap();
    db.execute_unprepared("UPDATE project_revision SET revision = revision + 1")
        .await
        .unwrap();
    assert_eq!(ask(&app, &[]).await.total, 25);
    assert_eq!(
        show_sheet(&app.visitor(), "couscous").await,
        Err(Error::NotFound)
    );
    let change = db
        .execute_unprepared("UPDATE sheet_version SET content = '{}'")
        .await;
    assert!(change.is_err(), "the database refuses");
}

#[tokio::test]
async fn two_or_three_are_compared() {
    let app = bank().await;
    let visitor = app.visitor();
    let of = |slugs: &[&str]| slugs.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let pages = compare_sheets(&visitor, &of(&["saffron", "dates", "saffron"]))
        .await
        .unwrap();
    let found: Vec<&str> = pages.iter().map(|page| page.card.slug.as_str()).collect();
    assert_eq!(found, ["saffron", "dates"]);
    let too_many = compare_sheets(&visitor, &of(&["saffron", "dates", "carpets", "leather"])).await;
    assert_eq!(
        too_many,
        Err(Error::field("s", Problem::OutOfRange { min: 1, max: 3 }))
    );
    assert_eq!(
        compare_sheets(&visitor, &of(&["nothing"])).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn a_new_rule_is_a_new_row_that_counts_from_its_day() {
    let app = bank().await;
    let fits = async |now| {
        let ctx = service::Ctx {
            now,
            ..app.visitor()
        };
        let query = SheetQuery::from_pairs([("programme", "cooperative_grant")]);
        browse_sheets(&ctx, &query).await.unwrap().total
    };
    let today = app.visitor().now;
    let before = fits(today).await;
    assert!(before > 0 && before < 26, "{before}");
    let db = app.services.db.writer();
    let tomorrow = today + 86_400;
    for statement in [
        format!("UPDATE funding_programme SET valid_to = {tomorrow} WHERE code = 'cooperative_grant'"),
        format!(
            "INSERT INTO funding_programme (code, name, kind, at_most_minor, share_at_most, rate, years, rules, source, valid_from)
             SELECT code, name, kind, at_most_minor, share_at_most, rate, years, '[{{\"MembersAtLeast\":100}}]', source, {tomorrow}
             FROM funding_programme WHERE code = 'cooperative_grant'"
        ),
    ] {
        db.execute_unprepared(&statement).await.unwrap();
    }
    assert_eq!(fits(tomorrow).await, 0, "nobody has a hundred members");
    assert_eq!(fits(today).await, before);
    let sheet = show_sheet(&app.visitor(), "argan-oil").await.unwrap();
    assert_eq!(sheet.programmes.len(), 4);
}
