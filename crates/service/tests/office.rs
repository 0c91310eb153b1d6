//! A cooperative registers and the office decides, on a real database.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use domain::{
    DocumentId, Error, Problem,
    accounts::Role,
    admin::{AuditQuery, Queue},
    cooperatives::{DocumentKind, NumbersInput, PlaceInput, Registration, Status, Step},
};
use service::{
    Ctx,
    accounts::grant_role,
    admin as office,
    cooperatives::{
        self, StepInput, read_document, remove_document, save_registration, show_registration,
        submit_registration, upload_document,
    },
};
use support::{NOW, TestApp};

const ICE: &str = "999000001000075";
const RIB: &str = "999780000000000001234527";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

async fn member(app: &TestApp, login: &str) -> Ctx {
    app.register("Zahra Id Bihi", login).await;
    let (ctx, _) = app.sign_in(login).await;
    ctx
}

async fn advisor(app: &TestApp, login: &str, region: &str) -> Ctx {
    let person = member(app, login).await.actor.person().unwrap();
    let role = Role::Advisor {
        regions: vec![region.to_owned()],
    };
    grant_role(&app.system(), person, &role).await.unwrap();
    app.person(person).await
}

fn four(text: &str) -> [String; 4] {
    [text.to_owned(), String::new(), String::new(), String::new()]
}

fn numbers(ice: &str) -> StepInput {
    StepInput::Numbers(NumbersInput {
        ice: ice.to_owned(),
        register_number: "12/2025".to_owned(),
        court: "Tiznit".to_owned(),
        rib: RIB.to_owned(),
    })
}

async fn fill_in(author: &Ctx, ice: &str) -> Registration {
    let story = "Quatorze femmes pressent l'amande et l'argan dans leur village.";
    let place = PlaceInput {
        province: "09.581".to_owned(),
        founded_year: "2024".to_owned(),
        members: "14".to_owned(),
        women: "14".to_owned(),
    };
    for step in [
        StepInput::Name(four("Coopérative Tamount")),
        numbers(ice),
        StepInput::Place(place),
        StepInput::Story(four(story)),
    ] {
        save_registration(author, step).await.unwrap();
    }
    for kind in DocumentKind::ALL {
        upload_document(author, kind, "papier.pdf", PDF.to_vec())
            .await
            .unwrap();
    }
    file(author).await
}

async fn file(author: &Ctx) -> Registration {
    show_registration(author)
        .await
        .unwrap()
        .registration
        .unwrap()
}

#[tokio::test]
async fn a_cooperative_registers_is_given_back_mends_and_is_verified() {
    let app = TestApp::new().await;
    let author = member(&app, "zahra@exemple.ma").await;
    let souss = advisor(&app, "souss@exemple.ma", "09").await;
    app.mails(NOW).await;
    let draft = fill_in(&author, ICE).await;
    assert_eq!(draft.next_step(), None);
    let id = draft.id;
    assert_eq!(
        office::show_registration(&souss, id).await,
        Err(Error::NotFound),
        "a draft is its author's"
    );

    submit_registration(&author, draft.version).await.unwrap();
    submit_registration(&author, draft.version).await.unwrap();
    let again = save_registration(&author, StepInput::Name(four("Autre"))).await;
    assert_eq!(
        again,
        Err(Error::Conflict),
        "what was submitted is not changed"
    );

    let queues = office::office(&souss).await.unwrap().queues;
    assert_eq!(
        (queues[0].queue, queues[0].waiting),
        (Queue::Cooperatives, 1)
    );
    let items = office::list_queue(&souss, Queue::Cooperatives)
        .await
        .unwrap();
    assert_eq!(
        (items.len(), items[0].id, items[0].is_again),
        (1, id.0, false)
    );
    let case = office::show_registration(&souss, id).await.unwrap();
    assert_eq!(case.applicant, "Zahra Id Bihi");
    let paper = case.registration.documents[0].id;
    assert_eq!(read_document(&souss, paper).await.unwrap().bytes, PDF);

    let version = case.registration.version;
    let short = office::return_registration(&souss, id, version, "Non").await;
    assert_eq!(
        short,
        Err(Error::field("reasons", Problem::TooShort { min: 10 }))
    );
    office::return_registration(&souss, id, version, "L'extrait est illisible")
        .await
        .unwrap();
    let mails = app.mails(NOW).await;
    assert!(
        mails[0].text.contains("L'extrait est illisible"),
        "{mails:?}"
    );
    let returned = file(&author).await;
    assert_eq!(
        (returned.status, returned.reasons.as_deref()),
        (Status::Draft, Some("L'extrait est illisible"))
    );

    remove_document(&author, DocumentKind::RegisterExtract)
        .await
        .unwrap();
    let version = file(&author).await.version;
    let incomplete = submit_registration(&author, version).await;
    assert_eq!(
        incomplete,
        Err(Error::field(Step::Documents.code(), Problem::Required))
    );
    upload_document(
        &author,
        DocumentKind::RegisterExtract,
        "net.pdf",
        PDF.to_vec(),
    )
    .await
    .unwrap();
    submit_registration(&author, file(&author).await.version)
        .await
        .unwrap();
    let case = office::show_registration(&souss, id).await.unwrap();
    let stale = office::verify_registration(&souss, id, version).await;
    assert_eq!(stale, Err(Error::Conflict), "decided on an older version");
    let cooperative = office::verify_registration(&souss, id, case.registration.version)
        .await
        .unwrap();
    let twice = office::verify_registration(&souss, id, case.registration.version).await;
    assert_eq!(twice, Err(Error::Conflict));

    let manager = app.person(author.actor.person().unwrap()).await;
    assert!(manager.actor.manages(cooperative));
    let page = cooperatives::show_cooperative(&app.visitor(), "tamount")
        .await
        .unwrap();
    assert_eq!(page.members, 14);
    let log = office::search_audit(&app.system(), AuditQuery::default())
        .await
        .unwrap();
    let acts: Vec<&str> = log.rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(&acts[..2], ["verify_registration", "grant_role"]);
    assert!(acts.contains(&"return_registration"));
    assert_eq!(log.broken_at, None);
    assert_eq!(
        log.rows[0].actor,
        format!("person:{}", souss.actor.person().unwrap())
    );
}

#[tokio::test]
async fn strangers_and_other_regions_get_404() {
    let app = TestApp::new().await;
    let author = member(&app, "zahra@exemple.ma").await;
    let north = advisor(&app, "nord@exemple.ma", "01").await;
    let stranger = member(&app, "autre@exemple.ma").await;
    let draft = fill_in(&author, ICE).await;
    submit_registration(&author, draft.version).await.unwrap();
    let paper = draft.documents[0].id;
    for who in [&north, &stranger] {
        assert_eq!(read_document(who, paper).await.err(), Some(Error::NotFound));
        assert_eq!(
            read_document(who, DocumentId(9_999)).await.err(),
            Some(Error::NotFound)
        );
    }
    assert_eq!(
        read_document(&app.visitor(), paper).await.err(),
        Some(Error::Unauthenticated)
    );
    let version = draft.version + 1;
    assert_eq!(
        office::show_registration(&north, draft.id).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        office::verify_registration(&north, draft.id, version).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        office::list_queue(&north, Queue::Cooperatives).await,
        Ok(Vec::new())
    );
    assert_eq!(
        office::office(&stranger).await.err(),
        Some(Error::Forbidden)
    );
    assert_eq!(
        office::verify_registration(&stranger, draft.id, version).await,
        Err(Error::Forbidden)
    );
    let audit = office::search_audit(&north, AuditQuery::default()).await;
    assert_eq!(audit.err(), Some(Error::Forbidden));
}

#[tokio::test]
async fn wrong_numbers_and_files_that_are_none_change_nothing() {
    let app = TestApp::new().await;
    let author = member(&app, "zahra@exemple.ma").await;
    let wrong = save_registration(&author, numbers("999000001000076")).await;
    assert_eq!(wrong, Err(Error::field("ice", Problem::InvalidIce)));
    let cases: [(&[u8], Problem); 4] = [
        (b"", Problem::Required),
        (
            b"<html><script>alert(1)</script></html>",
            Problem::NotADocument,
        ),
        (b"%PDF-1.4 <</S/JavaScript>> %%EOF", Problem::ActiveDocument),
        (b"%PDF-1.4 cut", Problem::Damaged),
    ];
    for (bytes, problem) in cases {
        let sent = upload_document(&author, DocumentKind::Statutes, "x.pdf", bytes.to_vec()).await;
        assert_eq!(sent, Err(Error::field("statutes", problem)));
    }
    let huge = upload_document(
        &author,
        DocumentKind::Statutes,
        "x.pdf",
        vec![b'%'; 21 << 20],
    )
    .await;
    assert_eq!(
        huge,
        Err(Error::TooLarge {
            max_bytes: 20 << 20
        })
    );
    assert_eq!(show_registration(&author).await.unwrap().registration, None);
}

#[tokio::test]
async fn an_ice_belongs_to_one_cooperative() {
    let app = TestApp::new().await;
    let souss = advisor(&app, "souss@exemple.ma", "09").await;
    let first = member(&app, "a@exemple.ma").await;
    let second = member(&app, "b@exemple.ma").await;
    let (one, two) = (fill_in(&first, ICE).await, fill_in(&second, ICE).await);
    submit_registration(&first, one.version).await.unwrap();
    submit_registration(&second, two.version).await.unwrap();
    office::verify_registration(&souss, one.id, one.version + 1)
        .await
        .unwrap();
    let case = office::show_registration(&souss, two.id).await.unwrap();
    assert!(case.ice_in_use.is_some());
    let taken = office::verify_registration(&souss, two.id, two.version + 1).await;
    assert_eq!(taken, Err(Error::Conflict));
    assert_eq!(
        office::list_queue(&souss, Queue::Cooperatives)
            .await
            .unwrap()
            .len(),
        1,
        "nothing changed"
    );
}

#[tokio::test]
async fn suspension_hides_the_page_and_is_undone() {
    let app = TestApp::new().await;
    let souss = advisor(&app, "souss@exemple.ma", "09").await;
    let north = advisor(&app, "nord@exemple.ma", "01").await;
    let author = member(&app, "zahra@exemple.ma").await;
    let draft = fill_in(&author, ICE).await;
    submit_registration(&author, draft.version).await.unwrap();
    let id = office::verify_registration(&souss, draft.id, draft.version + 1)
        .await
        .unwrap();
    app.mails(NOW).await;
    let why = "Deux plaintes sur l'étiquetage";
    assert_eq!(
        office::suspend_cooperative(&north, id, why).await,
        Err(Error::NotFound)
    );
    office::suspend_cooperative(&souss, id, why).await.unwrap();
    office::suspend_cooperative(&souss, id, why).await.unwrap();
    let hidden = cooperatives::show_cooperative(&app.visitor(), "tamount").await;
    assert_eq!(hidden.err(), Some(Error::NotFound));
    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 1, "told once");
    assert!(mails[0].text.contains(why));
    let case = office::show_cooperative(&souss, id).await.unwrap();
    assert_eq!(
        (case.status, case.suspension.as_deref()),
        (Status::Suspended, Some(why))
    );
    assert_eq!(case.history.len(), 2);
    let found = office::list_cooperatives(&souss, "TAMOUNT", Some(Status::Suspended), 1)
        .await
        .unwrap();
    assert_eq!(found.total, 1);
    assert_eq!(
        office::list_cooperatives(&north, "", None, 1)
            .await
            .unwrap()
            .total,
        0
    );
    office::reinstate_cooperative(&souss, id).await.unwrap();
    assert!(
        cooperatives::show_cooperative(&app.visitor(), "tamount")
            .await
            .is_ok()
    );
}
