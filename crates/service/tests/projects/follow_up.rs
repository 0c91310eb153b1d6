use crate::{
    bank,
    dossiers::advisor,
    support::{NOW, TestApp},
    teams::member,
};
use domain::{
    DossierId, Error, Lang, Problem,
    accounts::Login,
    projects::{ActualInput, DossierState, Milestone},
};
use service::{
    Ctx,
    projects::{
        close_follow_up, followed_projects, impact_csv, launch_project, my_teams, refresh_impact,
        save_follow_up, show_follow_up, show_impact, watch_follow_ups,
    },
};

const DAY: i64 = 86_400;

fn figures(members: &str, comment: &str) -> ActualInput {
    ActualInput {
        sales: "300000".to_owned(),
        income: "1500".to_owned(),
        members: members.to_owned(),
        women: "7".to_owned(),
        young: "3".to_owned(),
        jobs: "11".to_owned(),
        comment: comment.to_owned(),
    }
}

/// The demo's followed project: its founder at `NOW`, and its dossier.
async fn followed(app: &TestApp) -> (Ctx, domain::TeamId, DossierId) {
    let login = Login::parse("porteuse3@demo.taawouniya.ma").unwrap();
    let found = store::accounts::find_credentials(app.services.db.reader(), &login)
        .await
        .unwrap();
    let founder = app.person(found.unwrap().id).await;
    let team = my_teams(&founder).await.unwrap().remove(0);
    let dossier = team.dossier.unwrap();
    assert_eq!(dossier.state, DossierState::Monitored);
    (founder, team.id, dossier.id)
}

fn at(ctx: &Ctx, days: i64) -> Ctx {
    Ctx {
        now: NOW + days * DAY,
        ..ctx.clone()
    }
}

#[tokio::test]
async fn actual_figures_stand_beside_the_planned_ones_and_end_after_three_years() {
    let app = bank().await;
    let (founder, team, id) = followed(&app).await;
    let page = show_follow_up(&founder, id).await.unwrap();
    let told: Vec<bool> = page.lines.iter().map(|it| it.report.is_some()).collect();
    assert_eq!(told, [true, true, false]);
    assert!(
        page.lines
            .iter()
            .all(|line| line.planned.sales > 0 && line.planned.members > 0)
    );
    let third = page.lines[2].clone();
    assert!(!third.is_due);
    let early = save_follow_up(&founder, team, ("36", 0), &figures("9", "")).await;
    assert_eq!(early, Err(Error::Conflict), "the year is not over");
    // A correction names the version it was made on.
    let seen = page.lines[1].report.as_ref().unwrap().version;
    let stale = save_follow_up(&founder, team, ("24", seen - 1), &figures("9", "")).await;
    assert_eq!(stale, Err(Error::Conflict));
    save_follow_up(&founder, team, ("24", seen), &figures("9", ""))
        .await
        .unwrap();
    save_follow_up(&founder, team, ("24", seen), &figures("9", ""))
        .await
        .unwrap();
    for (month, input, field) in [
        ("18", figures("9", ""), "month"),
        ("24", figures("6", ""), "women"),
        ("24", figures("", ""), "members"),
    ] {
        let refused = save_follow_up(&founder, team, (month, seen + 1), &input).await;
        let fields = refused.err().map(|error| error.fields().to_vec()).unwrap();
        assert_eq!(fields[0].field, field);
    }
    // The reminder comes once, when the third year is over.
    app.mails(NOW).await;
    watch_follow_ups(&app.system()).await.unwrap();
    assert!(app.mails(NOW).await.is_empty(), "nothing is due");
    let later = at(&app.system(), (third.due_at - NOW) / DAY + 1);
    for _ in 0..2 {
        watch_follow_ups(&later).await.unwrap();
    }
    let mails = app.mails(later.now).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains(&format!("/projects/follow-up/{id}")));
    let founder = at(&founder, (third.due_at - NOW) / DAY + 2);
    save_follow_up(&founder, team, ("36", 0), &figures("10", ""))
        .await
        .unwrap();
    let page = show_follow_up(&founder, id).await.unwrap();
    assert_eq!(page.state, DossierState::Completed);
    let late = save_follow_up(&founder, team, ("36", 1), &figures("11", "")).await;
    assert_eq!(late, Err(Error::Conflict), "it has ended");
    assert_eq!(
        service::admin::verify_audit(&app.system()).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn only_the_team_and_its_regions_advisors_read_it() {
    let app = bank().await;
    let (founder, team, id) = followed(&app).await;
    let mine = advisor(&app, "Nadia", "09").await;
    let other = advisor(&app, "Omar", "01").await;
    let stranger = member(&app, "Ghali").await;
    assert!(show_follow_up(&mine, id).await.unwrap().is_office);
    for ctx in [&other, &stranger] {
        assert_eq!(show_follow_up(ctx, id).await, Err(Error::NotFound));
        assert_eq!(
            save_follow_up(ctx, team, ("12", 1), &figures("9", "")).await,
            Err(Error::NotFound)
        );
    }
    let list = followed_projects(&mine).await.unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(
        list[0].next.map(|(milestone, _)| milestone),
        Some(Milestone::Third)
    );
    assert!(followed_projects(&other).await.unwrap().is_empty());
    assert_eq!(followed_projects(&stranger).await, Err(Error::Forbidden));
    let again = launch_project(&founder, team, 0, "2026-01-01").await;
    assert!(again.is_err(), "launched once");
    let page = show_follow_up(&mine, id).await.unwrap();
    assert_eq!(
        close_follow_up(&mine, id, page.version, "Non").await,
        Err(Error::field("reasons", Problem::TooShort { min: 10 }))
    );
    let reasons = "La coopérative a cessé son activité en mars.";
    assert_eq!(
        close_follow_up(&other, id, page.version, reasons).await,
        Err(Error::NotFound)
    );
    close_follow_up(&mine, id, page.version, reasons)
        .await
        .unwrap();
    let page = show_follow_up(&founder, id).await.unwrap();
    assert_eq!(
        (page.state, page.closed.as_deref()),
        (DossierState::Closed, Some(reasons))
    );
}

#[tokio::test]
async fn results_are_counted_by_the_worker_and_read_from_one_row() {
    let app = bank().await;
    let visitor = app.visitor();
    let before = show_impact(&visitor).await.unwrap();
    assert!(before.total.cooperatives > 20 && before.sheets == 26);
    let of =
        |rows: &[domain::projects::ImpactRow]| rows.iter().map(|it| it.cooperatives).sum::<u32>();
    for rows in [&before.regions, &before.sectors, &before.years] {
        assert_eq!(of(rows), before.total.cooperatives);
        for row in rows {
            let people = row.people.unwrap_or_default();
            for count in [
                people.members,
                people.women,
                people.members - people.women,
                people.young,
                people.jobs,
            ] {
                assert!(count == 0 || count >= 5, "{row:?}");
            }
        }
    }
    let (founder, team, id) = followed(&app).await;
    let seen = show_follow_up(&founder, id).await.unwrap().lines[1]
        .report
        .as_ref()
        .unwrap()
        .version;
    save_follow_up(&founder, team, ("24", seen), &figures("40", ""))
        .await
        .unwrap();
    assert_eq!(
        show_impact(&visitor).await.unwrap(),
        before,
        "no view counts"
    );
    refresh_impact(&app.system()).await.unwrap();
    let after = show_impact(&visitor).await.unwrap();
    let members = |it: &domain::projects::Impact| it.total.people.map(|it| it.members);
    assert_eq!(members(&after), members(&before).map(|it| it + 32));
    assert_eq!(refresh_impact(&visitor).await, Err(Error::Unauthenticated));
    let csv = impact_csv(&visitor, "region", Lang::Fr).await.unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(
        csv.starts_with('\u{feff}') && csv.contains("Région,"),
        "{csv}"
    );
    assert_eq!(
        csv.lines().count(),
        14,
        "heading, twelve regions, all together"
    );
    assert_eq!(
        impact_csv(&visitor, "person", Lang::Fr).await,
        Err(Error::NotFound)
    );
}
