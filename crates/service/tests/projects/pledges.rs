use crate::{
    bank,
    dossiers::{bank_without_advisors, submitted},
    teams::{member, team_of},
};
use domain::{Error, LocalText, Problem, projects::PledgeInput};
use service::projects::{
    confirm_pledge, pledge_page, save_pledge, sheet_pledges, show_dossier, show_dossier_case,
    show_sheet, show_team, withdraw_pledge,
};

fn input(volume: &str) -> PledgeInput {
    PledgeInput {
        buyer: "Épicerie du port".to_owned(),
        volume: volume.to_owned(),
        province: String::new(),
    }
}

fn there(volume: &str, buyer: &str, province: &str) -> PledgeInput {
    PledgeInput {
        buyer: buyer.to_owned(),
        province: province.to_owned(),
        ..input(volume)
    }
}

#[tokio::test]
async fn a_team_reads_by_name_what_is_promised_in_its_province_and_its_advisors_do_not() {
    let app = bank_without_advisors().await;
    let (team, people, dossier, advisors) = submitted(&app).await;
    let mut buyers = Vec::new();
    for (name, pledge) in [
        ("Ghita", there("300", "Hôtel Atlas", "09.001")),
        ("Hamid", there("100", "Épicerie du port", "")),
        ("Idriss", there("900", "Riad du nord", "01.151")),
    ] {
        let buyer = member(&app, name).await;
        save_pledge(&buyer, "beekeeping", &pledge).await.unwrap();
        buyers.push(buyer);
    }
    let page = show_team(&people[3], team).await.unwrap();
    let told = page.pledges;
    let names: Vec<&str> = told.lines.iter().map(|it| it.buyer.as_str()).collect();
    assert_eq!(names, ["Hôtel Atlas", "Épicerie du port"]);
    assert_eq!((told.volume, told.elsewhere), (400, 1));
    assert_eq!(told.lines[1].province, None);
    assert_eq!(told.covered, domain::projects::covered(400, &page.inputs));
    assert!(told.covered.is_some_and(|it| it > 0));
    assert_eq!(show_dossier(&people[0], team).await.unwrap().pledges, told);
    let case = show_dossier_case(&advisors[0], dossier).await.unwrap();
    assert_eq!((case.pledges.buyers, case.pledges.volume), (2, 400));

    // A buyer says it again, changes it, and takes it back.
    confirm_pledge(&buyers[0], "beekeeping").await.unwrap();
    let line = || async { show_team(&people[0], team).await.unwrap().pledges.lines };
    assert_eq!(line().await[0].confirmed_at, Some(app.system().now));
    let changed = there("350", "Hôtel Atlas", "09.001");
    save_pledge(&buyers[0], "beekeeping", &changed)
        .await
        .unwrap();
    let mine = pledge_page(&buyers[0], "beekeeping")
        .await
        .unwrap()
        .mine
        .unwrap();
    assert_eq!((mine.volume, mine.confirmed_at), (350, None));
    withdraw_pledge(&buyers[0], "beekeeping").await.unwrap();
    assert_eq!(line().await.len(), 1);
    let nowhere = there("1", "Hôtel Atlas", "99.999");
    assert_eq!(
        save_pledge(&buyers[0], "beekeeping", &nowhere).await,
        Err(Error::field("province", Problem::UnknownChoice))
    );
    assert_eq!(
        confirm_pledge(&app.visitor(), "beekeeping").await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        confirm_pledge(&buyers[0], "nothing").await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn promises_that_overflow_count_as_the_most_there_is() {
    let app = bank().await;
    let (team, people) = team_of(&app, &["Aicha"], "5").await;
    let line = show_team(&people[0], team).await.unwrap();
    let one = domain::projects::TeamPledge {
        buyer: "A".to_owned(),
        volume: i64::MAX,
        province: Some(LocalText::default()),
        pledged_at: 0,
        confirmed_at: None,
    };
    let lines = vec![one.clone(), one];
    let all = domain::projects::TeamPledges::of(lines, 0, &line.inputs);
    assert_eq!(all.volume, i64::MAX);
}

#[tokio::test]
async fn pledges_add_up_and_say_which_part_of_break_even_they_cover() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    let brahim = member(&app, "Brahim").await;
    let before = sheet_pledges(&app.visitor(), "beekeeping").await.unwrap();
    assert_eq!((before.buyers, before.volume, before.mine), (0, 0, None));
    save_pledge(&aicha, "beekeeping", &input("100"))
        .await
        .unwrap();
    save_pledge(&aicha, "beekeeping", &input("300"))
        .await
        .unwrap();
    save_pledge(&brahim, "beekeeping", &input("200"))
        .await
        .unwrap();
    let pledges = sheet_pledges(&aicha, "beekeeping").await.unwrap();
    assert_eq!(
        (pledges.buyers, pledges.volume, pledges.mine),
        (2, 500, Some(300))
    );
    let inputs = show_sheet(&aicha, "beekeeping")
        .await
        .unwrap()
        .content
        .inputs;
    let results = domain::projects::simulate(&inputs).unwrap();
    let needed = results.break_even_sales[0].unwrap();
    assert_eq!(
        pledges.covered,
        Some(500 * inputs.unit_price * 10_000 / needed)
    );
    let mine = pledge_page(&brahim, "beekeeping").await.unwrap().mine;
    let mine = mine.map(|it| (it.buyer, it.volume));
    assert_eq!(mine, Some(("Épicerie du port".to_owned(), 200)));
    withdraw_pledge(&brahim, "beekeeping").await.unwrap();
    withdraw_pledge(&brahim, "beekeeping").await.unwrap();
    assert_eq!(
        sheet_pledges(&aicha, "beekeeping").await.unwrap().volume,
        300
    );
    for wrong in ["0", "", "beaucoup", "99999999"] {
        let refused = save_pledge(&aicha, "beekeeping", &input(wrong)).await;
        assert_eq!(refused.unwrap_err().fields()[0].field, "volume", "{wrong}");
    }
    assert_eq!(
        save_pledge(&app.visitor(), "beekeeping", &input("1")).await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        save_pledge(&aicha, "nothing", &input("1")).await,
        Err(Error::NotFound)
    );
}
