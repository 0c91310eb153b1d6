use crate::{
    dossiers::{COMMENT, PDF, bank_without_advisors, decision, drawn, marks, submitted, version},
    support::NOW,
    teams::member,
};
use domain::{
    DossierId, Error, Lang, Problem, TeamId,
    cooperatives::{NumbersInput, Status, Step},
    projects::{DossierState, LegalStep, PledgeInput, TeamState},
};
use service::{
    Ctx,
    cooperatives::{
        StepInput, read_document, save_registration, show_cooperative, show_registration,
        submit_registration,
    },
    projects::{
        FoundingPaper, PaperFormat, Proof, accept_review, admit_dossier, begin_creation,
        decide_dossier, mark_legal_step, open_cooperative_file, save_pledge, score_dossier,
        show_creation, show_team, write_founding_paper,
    },
};

async fn approve(advisors: &[Ctx], id: DossierId) {
    let seen = version(&advisors[0], id).await;
    admit_dossier(&advisors[0], id, seen).await.unwrap();
    for (reviewer, review) in drawn(advisors, id).await {
        accept_review(&reviewer, review).await.unwrap();
        score_dossier(&reviewer, review, &marks("4"), COMMENT)
            .await
            .unwrap();
    }
    let seen = version(&advisors[0], id).await;
    decide_dossier(&advisors[0], id, seen, &decision("approved"))
        .await
        .unwrap();
}

fn proof() -> Proof {
    Proof {
        name: "preuve.pdf".to_owned(),
        bytes: PDF.to_vec(),
    }
}

async fn mark(ctx: &Ctx, team: TeamId, step: LegalStep, day: &str) -> Result<(), Error> {
    mark_legal_step(ctx, team, step, day, proof()).await
}

#[tokio::test]
async fn an_accepted_dossier_becomes_a_cooperative_with_its_storefront() {
    let app = bank_without_advisors().await;
    let (team, people, id, advisors) = submitted(&app).await;
    let founder = &people[0];
    assert_eq!(
        show_creation(founder, team).await,
        Err(Error::NotFound),
        "not before it is accepted"
    );
    approve(&advisors, id).await;
    let page = show_creation(founder, team).await.unwrap();
    assert_eq!(
        mark(founder, team, LegalStep::Name, "2026-08-01").await,
        Err(Error::Conflict),
        "it has not begun"
    );
    begin_creation(founder, team, page.version).await.unwrap();
    begin_creation(founder, team, page.version).await.unwrap();
    // One after the other, none in the future, none before the one it follows.
    assert_eq!(
        mark(founder, team, LegalStep::Capital, "2026-08-01").await,
        Err(Error::Conflict)
    );
    mark(founder, team, LegalStep::Name, "2026-08-01")
        .await
        .unwrap();
    for day in ["2026-07-01", "2030-01-01", "hier"] {
        assert_eq!(
            mark(founder, team, LegalStep::Statutes, day).await,
            Err(Error::field("done_on", Problem::InvalidDate)),
            "{day}"
        );
    }
    let stranger = member(&app, "Ghali").await;
    assert_eq!(
        mark(&stranger, team, LegalStep::Statutes, "2026-08-03").await,
        Err(Error::NotFound)
    );
    mark(&people[2], team, LegalStep::Statutes, "2026-08-03")
        .await
        .unwrap();
    let page = show_creation(founder, team).await.unwrap();
    let capital = page.lines.iter().find(|it| it.step == LegalStep::Capital);
    let statutes = page.lines.iter().find(|it| it.step == LegalStep::Statutes);
    assert_eq!(
        capital.unwrap().due_at,
        statutes.unwrap().done_on.map(|day| day + 5 * 86_400)
    );
    assert_eq!(
        open_cooperative_file(founder, team).await,
        Err(Error::Conflict),
        "it is not registered"
    );
    mark(founder, team, LegalStep::Capital, "2026-08-05")
        .await
        .unwrap();
    mark(founder, team, LegalStep::Assembly, "2026-08-10")
        .await
        .unwrap();
    let bare = mark_legal_step(
        founder,
        team,
        LegalStep::Registry,
        "2026-08-20",
        Proof::default(),
    );
    bare.await.unwrap();
    assert_eq!(
        open_cooperative_file(founder, team).await,
        Err(Error::Conflict),
        "the extract is missing"
    );
    mark(founder, team, LegalStep::Registry, "2026-08-20")
        .await
        .unwrap();
    for paper in FoundingPaper::ALL {
        for lang in [Lang::Fr, Lang::Ar] {
            for (format, start) in [
                (PaperFormat::Pdf, &b"%PDF-"[..]),
                (PaperFormat::Docx, &b"PK\x03\x04"[..]),
            ] {
                let written = write_founding_paper(&people[1], id, paper, format, lang).await;
                assert!(written.unwrap().bytes.starts_with(start), "{paper:?}");
                let refused = write_founding_paper(&stranger, id, paper, format, lang).await;
                assert_eq!(refused.err(), Some(Error::NotFound));
            }
        }
    }

    // Nothing is typed twice.
    open_cooperative_file(founder, team).await.unwrap();
    open_cooperative_file(founder, team).await.unwrap();
    let file = show_registration(founder)
        .await
        .unwrap()
        .registration
        .unwrap();
    assert_eq!(file.next_step(), Some(Step::Numbers), "the rest is there");
    let place = file.place.unwrap();
    assert_eq!(
        (
            place.province.as_str(),
            place.people.members,
            place.people.women
        ),
        ("09.001", 5, 3)
    );
    assert_eq!(place.people.founded_year, 2026);
    let paper = file.documents[0].id;
    assert_eq!(read_document(&people[1], paper).await.unwrap().bytes, PDF);
    assert_eq!(
        mark(founder, team, LegalStep::Name, "2026-08-02").await,
        Err(Error::Conflict),
        "the file stands"
    );
    let numbers = NumbersInput {
        ice: free_ice(),
        register_number: "12/2026".to_owned(),
        court: "Agadir".to_owned(),
        rib: "999780000000000001234527".to_owned(),
    };
    save_registration(founder, StepInput::Numbers(numbers))
        .await
        .unwrap();
    let file = show_registration(founder)
        .await
        .unwrap()
        .registration
        .unwrap();
    submit_registration(founder, file.version).await.unwrap();
    let case = service::admin::show_registration(&advisors[1], file.id)
        .await
        .unwrap();
    assert_eq!(case.registration.status, Status::Submitted);
    let seen = case.registration.version;
    let buyer = member(&app, "Ghita").await;
    let far = member(&app, "Hamid").await;
    for (buyer, province) in [(&buyer, "09.001"), (&far, "01.151")] {
        let pledge = PledgeInput {
            buyer: "Hôtel Atlas".to_owned(),
            volume: "300".to_owned(),
            province: province.to_owned(),
        };
        save_pledge(buyer, "beekeeping", &pledge).await.unwrap();
    }
    app.mails(NOW).await;
    let cooperative = service::admin::verify_registration(&advisors[1], file.id, seen)
        .await
        .unwrap();
    let page = show_creation(&people[4], team).await.unwrap();
    let dossier = page.team.dossier.unwrap();
    assert_eq!(
        (page.team.state, dossier.state),
        (TeamState::Constituted, DossierState::Financing)
    );
    let slug = page.storefront.unwrap();
    let shown = show_cooperative(&app.visitor(), &slug).await.unwrap();
    assert_eq!((shown.id, shown.members), (cooperative, 5));
    let founder = app.person(founder.actor.person().unwrap()).await;
    assert!(founder.actor.manages(cooperative));
    assert_eq!(
        show_team(&founder, team).await.unwrap().card.state,
        TeamState::Constituted
    );
    assert_eq!(
        service::admin::verify_audit(&app.system()).await.unwrap(),
        None
    );
    let told = app.mails(NOW).await;
    let of = |login: &str| told.iter().find(|it| it.to == login);
    let mail = of("ghita@exemple.ma").unwrap();
    assert!(
        mail.text.contains(&format!("/cooperatives/{slug}")),
        "{}",
        mail.text
    );
    assert!(of("hamid@exemple.ma").is_none(), "it is not for there");
}

/// A valid number that the demo does not use.
fn free_ice() -> String {
    let body = 9_990_000_990_000_u64 * 100;
    format!("{:015}", body + (97 - body % 97) % 97)
}
