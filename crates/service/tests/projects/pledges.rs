use crate::{bank, teams::member};
use domain::{Error, projects::PledgeInput};
use service::projects::{pledge_page, save_pledge, sheet_pledges, show_sheet, withdraw_pledge};

fn input(volume: &str) -> PledgeInput {
    PledgeInput {
        buyer: "Épicerie du port".to_owned(),
        volume: volume.to_owned(),
    }
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
