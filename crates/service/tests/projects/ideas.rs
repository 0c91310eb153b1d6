//! Ideas: written by several without losing a word, answered by an advisor of their region, and
//! become a sheet.

use crate::{
    bank,
    dossiers::advisor,
    support::NOW,
    teams::{input, member},
};
use domain::{
    Error, IdeaId, Problem,
    admin::{AuditQuery, Queue},
    geography::RegionCode,
    projects::{IdeaField, IdeaSheetInput, IdeaState, IdeaStep, Likeness},
};
use service::{
    Ctx, admin,
    projects::{
        accept_idea, begin_dossier, hand_over_idea, invite_author, join_idea, leave_idea, my_ideas,
        name_me, publish_idea, put_voice_note, read_voice_note, remove_voice_note, return_idea,
        revoke_idea_links, save_idea, save_idea_sheet, show_idea, show_idea_case,
        show_idea_invitation, show_sheet, start_idea, start_team, submit_idea, withdraw_idea,
    },
};
use std::collections::BTreeMap;

/// 14 days, as the office's dated rule has it.
const TWO_WEEKS: i64 = 14 * 86_400;
const WEBM: &[u8] =
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webmB\x87\x81\x04";

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    pairs.iter().map(owned).collect()
}

async fn version(ctx: &Ctx, id: IdeaId) -> i64 {
    show_idea(ctx, id).await.unwrap().idea.version
}

async fn state(ctx: &Ctx, id: IdeaId) -> IdeaState {
    show_idea(ctx, id).await.unwrap().idea.state
}

async fn write(
    ctx: &Ctx,
    id: IdeaId,
    step: IdeaStep,
    pairs: &[(&str, &str)],
) -> domain::Result<Option<IdeaStep>> {
    let made_on = version(ctx, id).await;
    save_idea(ctx, id, (step, made_on), &typed(pairs)).await
}

/// Honey where the bank already has honey.
async fn honey(ctx: &Ctx) -> IdeaId {
    let first = typed(&[
        ("title", "Miel d'euphorbe"),
        ("what", "Un miel fort, en petits pots."),
    ]);
    let id = start_idea(ctx, &first).await.unwrap();
    for (step, pairs) in [
        (
            IdeaStep::Product,
            &[("sector", "agriculture"), ("product", "Miel")][..],
        ),
        (IdeaStep::Place, &[("province", "05.081")]),
        (
            IdeaStep::Reasons,
            &[
                ("for_whom", "Huit jeunes"),
                ("why", "Les hôtels en demandent"),
            ],
        ),
        (
            IdeaStep::Figures,
            &[
                ("price", "250"),
                ("volume", "1000"),
                ("investment", "90000"),
            ],
        ),
    ] {
        write(ctx, id, step, pairs).await.unwrap();
    }
    id
}

async fn sent(ctx: &Ctx) -> IdeaId {
    let id = honey(ctx).await;
    let why = [("different", "Un miel de montagne, vendu aux hôtels.")];
    write(ctx, id, IdeaStep::Similar, &why).await.unwrap();
    submit_idea(ctx, id, version(ctx, id).await).await.unwrap();
    id
}

#[tokio::test]
async fn an_idea_is_written_page_by_page_and_what_is_alike_is_answered_first() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    let stranger = member(&app, "Omar").await;
    assert_eq!(
        start_idea(&app.visitor(), &typed(&[])).await,
        Err(Error::Unauthenticated)
    );
    let refused = start_idea(&aicha, &typed(&[("title", " ")])).await;
    let refused = refused.unwrap_err();
    for field in ["title", "what"] {
        assert_eq!(
            refused.of_field(field).next(),
            Some(&Problem::Required),
            "{field}"
        );
    }
    assert!(my_ideas(&aicha).await.unwrap().is_empty());

    let id = honey(&aicha).await;
    let once = typed(&[("title", "Figues"), ("what", "Des figues")]);
    let second = start_idea(&aicha, &once).await;
    assert_eq!(
        start_idea(&aicha, &once).await,
        second,
        "sent twice is once"
    );
    assert_eq!(my_ideas(&aicha).await.unwrap().len(), 2);
    assert!(my_ideas(&stranger).await.unwrap().is_empty());
    // To anyone else it does not exist, whatever they try.
    let place = typed(&[("province", "05.081")]);
    for found in [
        show_idea(&stranger, id).await.map(|_| ()),
        save_idea(&stranger, id, (IdeaStep::Place, 9), &place)
            .await
            .map(|_| ()),
        submit_idea(&stranger, id, 9).await,
        withdraw_idea(&stranger, id).await,
        invite_author(&stranger, id).await.map(|_| ()),
        leave_idea(&stranger, id).await,
        name_me(&stranger, id, true).await,
        put_voice_note(&stranger, id, 9, WEBM.to_vec()).await,
        read_voice_note(&stranger, id).await.map(|_| ()),
        remove_voice_note(&stranger, id, 9).await,
        show_idea(&aicha, IdeaId(9_999)).await.map(|_| ()),
    ] {
        assert_eq!(found, Err(Error::NotFound));
    }
    // Every page leads to the next; a code that is none is named.
    assert_eq!(
        write(&aicha, id, IdeaStep::Place, &[("province", "05.081")]).await,
        Ok(Some(IdeaStep::Similar))
    );
    assert_eq!(
        write(&aicha, id, IdeaStep::Place, &[("province", "99.1")]).await,
        Err(Error::field("province", Problem::UnknownChoice))
    );
    let page = show_idea(&aicha, id).await.unwrap();
    let first = &page.similar[0];
    assert_eq!(first.sheet.as_deref(), Some("beekeeping"));
    assert_eq!(first.why, [Likeness::Product, Likeness::Province]);
    let made_on = page.idea.version;
    assert_eq!(
        submit_idea(&aicha, id, made_on).await,
        Err(Error::field("different", Problem::Required))
    );
    let why = [("different", "Un miel de montagne, vendu aux hôtels.")];
    write(&aicha, id, IdeaStep::Similar, &why).await.unwrap();
    assert_eq!(
        submit_idea(&aicha, id, made_on).await,
        Err(Error::Conflict),
        "it changed since"
    );
    let made_on = version(&aicha, id).await;
    submit_idea(&aicha, id, made_on).await.unwrap();
    submit_idea(&aicha, id, made_on).await.unwrap();
    let idea = show_idea(&aicha, id).await.unwrap().idea;
    assert_eq!(
        (idea.state, idea.due_at),
        (IdeaState::Submitted, Some(NOW + TWO_WEEKS))
    );
    assert_eq!(
        write(&aicha, id, IdeaStep::What, &[("title", "x"), ("what", "y")]).await,
        Err(Error::Conflict),
        "it is being read"
    );

    // Someone else's open idea is found too, by no more than its name and place.
    let other = honey(&stranger).await;
    let similar = show_idea(&stranger, other).await.unwrap().similar;
    let open = similar.iter().find(|it| it.sheet.is_none()).unwrap();
    assert!(open.why.contains(&Likeness::Product) && open.why.contains(&Likeness::Title));
    // A draft is nobody's business.
    let alike = show_idea(&aicha, id).await.unwrap().similar;
    assert!(alike.iter().all(|it| it.sheet.is_some()));
}

#[tokio::test]
async fn two_who_write_the_same_page_lose_nothing() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    let brahim = member(&app, "Brahim").await;
    let id = honey(&aicha).await;
    let link = invite_author(&aicha, id).await.unwrap();
    assert_eq!(show_idea(&aicha, id).await.unwrap().open_links, 1);
    let seen = show_idea_invitation(&brahim, &link).await.unwrap();
    assert_eq!(
        (
            seen.title.as_str(),
            seen.invited_by.as_str(),
            seen.is_author
        ),
        ("Miel d'euphorbe", "Aicha", false)
    );
    assert_eq!(join_idea(&brahim, &link).await, Ok(id));
    assert_eq!(join_idea(&brahim, &link).await, Ok(id));
    assert_eq!(join_idea(&brahim, "0000").await, Err(Error::NotFound));
    revoke_idea_links(&aicha, id).await.unwrap();
    assert_eq!(join_idea(&brahim, &link).await, Err(Error::NotFound));
    assert_eq!(invite_author(&brahim, id).await, Err(Error::NotFound));

    let both_read = version(&aicha, id).await;
    let hers = typed(&[("title", "Miel d'euphorbe"), ("what", "Le texte d'Aicha.")]);
    let his = typed(&[
        ("title", "Miel d'euphorbe"),
        ("what", "Le texte de Brahim."),
    ]);
    let step = (IdeaStep::What, both_read);
    save_idea(&aicha, id, step, &hers).await.unwrap();
    let told = save_idea(&brahim, id, step, &his).await.unwrap_err();
    let now = version(&aicha, id).await;
    assert_eq!(
        told,
        Error::field(
            "what",
            Problem::ChangedMeanwhile {
                by: "Aicha".to_owned(),
                saved: "Le texte d'Aicha.".to_owned(),
                version: now,
            }
        )
    );
    assert_eq!(told.changed_version(), Some(now));
    assert_eq!(version(&aicha, id).await, now, "nothing was written");
    // Another page, or the same text, is no conflict.
    let reasons = typed(&[
        ("for_whom", "Dix jeunes"),
        ("why", "Les hôtels en demandent"),
    ]);
    save_idea(&brahim, id, (IdeaStep::Reasons, both_read), &reasons)
        .await
        .unwrap();
    save_idea(&brahim, id, step, &hers).await.unwrap();
    // Having seen both, he puts his own in its place.
    save_idea(&brahim, id, (IdeaStep::What, now), &his)
        .await
        .unwrap();
    let page = show_idea(&aicha, id).await.unwrap();
    assert_eq!(
        page.idea.content.get(IdeaField::What),
        "Le texte de Brahim."
    );
    let last = &page.history[0];
    assert_eq!(
        (
            last.by.as_str(),
            last.field,
            last.before.as_str(),
            last.after.as_str()
        ),
        (
            "Brahim",
            IdeaField::What,
            "Le texte d'Aicha.",
            "Le texte de Brahim."
        )
    );
    let province = page
        .history
        .iter()
        .find(|it| it.field == IdeaField::Province);
    assert_ne!(province.unwrap().after, "05.081", "by its name");

    // Nobody is left without an owner.
    assert_eq!(leave_idea(&aicha, id).await, Err(Error::Conflict));
    let to = brahim.actor.person().unwrap();
    let hers = aicha.actor.person().unwrap();
    assert_eq!(
        hand_over_idea(&brahim, id, hers).await,
        Err(Error::NotFound)
    );
    hand_over_idea(&aicha, id, to).await.unwrap();
    leave_idea(&aicha, id).await.unwrap();
    assert_eq!(show_idea(&aicha, id).await, Err(Error::NotFound));
    assert_eq!(
        hand_over_idea(&brahim, id, hers).await,
        Err(Error::NotFound),
        "she left"
    );
    assert_eq!(show_idea(&brahim, id).await.unwrap().authors.len(), 1);
}

fn texts(ar: &str) -> IdeaSheetInput {
    let text = |fr: &str| [fr.to_owned(), ar.to_owned(), String::new(), String::new()];
    IdeaSheetInput {
        title: text("Miel d'euphorbe"),
        what: text("Un miel fort."),
        for_whom: text("Huit jeunes."),
        market: text("Les hôtels."),
        product_name: text("miel"),
    }
}

#[tokio::test]
async fn an_advisor_gives_it_back_or_makes_a_sheet_of_it() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    let near = advisor(&app, "Nadia", "05").await;
    let far = advisor(&app, "Driss", "01").await;
    // An advisor of the region who writes it with her.
    let party = advisor(&app, "Rkia", "05").await;
    let id = honey(&aicha).await;
    assert_eq!(show_idea_case(&near, id).await, Err(Error::NotFound));
    let link = invite_author(&aicha, id).await.unwrap();
    join_idea(&party, &link).await.unwrap();
    let why = [("different", "Un miel de montagne, vendu aux hôtels.")];
    write(&aicha, id, IdeaStep::Similar, &why).await.unwrap();
    submit_idea(&aicha, id, version(&aicha, id).await)
        .await
        .unwrap();

    let queue = admin::list_queue(&near, Queue::Ideas).await.unwrap();
    assert_eq!(queue.len(), 1);
    assert_eq!(
        (queue[0].id, queue[0].due, queue[0].is_again),
        (id.0, Some(NOW + TWO_WEEKS), false)
    );
    for other in [&far, &party] {
        let queue = admin::list_queue(other, Queue::Ideas).await.unwrap();
        assert!(queue.is_empty());
        assert_eq!(show_idea_case(other, id).await, Err(Error::NotFound));
    }
    assert_eq!(show_idea_case(&aicha, id).await, Err(Error::Forbidden));

    let case = show_idea_case(&near, id).await.unwrap();
    assert_eq!(case.authors, ["Aicha", "Rkia"]);
    assert_eq!(case.bases[0].0, "beekeeping", "the nearest type first");
    let seen = case.idea.version;
    assert_eq!(
        return_idea(&near, id, seen, "non").await,
        Err(Error::field("reasons", Problem::TooShort { min: 10 }))
    );
    let reasons = "Dites combien de ruches vous avez.";
    assert_eq!(
        return_idea(&far, id, seen, reasons).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        return_idea(&near, id, seen - 1, reasons).await,
        Err(Error::Conflict)
    );
    app.mails(NOW).await;
    return_idea(&near, id, seen, reasons).await.unwrap();
    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 2, "to each author");
    assert!(mails.iter().all(|mail| mail.text.contains(reasons)));
    assert_eq!(state(&aicha, id).await, IdeaState::Returned);

    write(
        &aicha,
        id,
        IdeaStep::Figures,
        &[
            ("price", "260"),
            ("volume", "1000"),
            ("investment", "90000"),
            ("known", "Vingt ruches"),
        ],
    )
    .await
    .unwrap();
    submit_idea(&aicha, id, version(&aicha, id).await)
        .await
        .unwrap();
    let seen = version(&aicha, id).await;
    assert_eq!(
        accept_idea(&near, id, seen, "nothing").await,
        Err(Error::field("base", Problem::UnknownChoice))
    );
    accept_idea(&near, id, seen, "beekeeping").await.unwrap();
    assert_eq!(
        withdraw_idea(&aicha, id).await,
        Err(Error::Conflict),
        "a sheet is made of it"
    );
    let case = show_idea_case(&near, id).await.unwrap();
    let draft = case.draft.unwrap();
    let base = show_sheet(&near, "beekeeping").await.unwrap().content;
    assert_eq!(draft.inputs.unit_price, 26_000);
    assert_eq!(draft.inputs.annual_volume[0], 1_000);
    let invested: i64 = draft.inputs.assets.iter().map(|it| it.cost).sum();
    assert_eq!(invested, 9_000_000);
    assert_eq!(draft.inputs.fixed_costs, base.inputs.fixed_costs);
    assert_eq!(draft.title.ar, None, "the advisor writes it");
    let slug = case.idea.sheet.unwrap();
    assert_eq!(show_sheet(&aicha, &slug).await, Err(Error::NotFound));

    // Given back once more, the same sheet is written anew.
    return_idea(&near, id, case.idea.version, reasons)
        .await
        .unwrap();
    submit_idea(&aicha, id, version(&aicha, id).await)
        .await
        .unwrap();
    accept_idea(&near, id, version(&aicha, id).await, "beekeeping")
        .await
        .unwrap();
    let seen = version(&aicha, id).await;
    let missing = publish_idea(&near, id, seen).await.unwrap_err();
    assert!(missing.of_field("title_ar").next().is_some());
    save_idea_sheet(&near, id, seen, &texts("عسل"))
        .await
        .unwrap();
    assert_eq!(
        publish_idea(&near, id, seen).await,
        Err(Error::Conflict),
        "it changed since"
    );
    let seen = version(&aicha, id).await;
    publish_idea(&near, id, seen).await.unwrap();
    publish_idea(&near, id, seen).await.unwrap();
    assert_eq!(state(&aicha, id).await, IdeaState::Published);
    let sheet = show_sheet(&app.visitor(), &slug).await.unwrap();
    assert_eq!(sheet.content.title.ar.as_deref(), Some("عسل"));
    assert_eq!(sheet.proposed_by, Some(Vec::new()), "nobody agreed yet");
    assert_eq!(
        show_sheet(&aicha, "beekeeping").await.unwrap().proposed_by,
        None
    );
    name_me(&aicha, id, true).await.unwrap();
    let sheet = show_sheet(&app.visitor(), &slug).await.unwrap();
    assert_eq!(sheet.proposed_by, Some(vec!["Aicha".to_owned()]));
    name_me(&aicha, id, false).await.unwrap();
    let sheet = show_sheet(&app.visitor(), &slug).await.unwrap();
    assert_eq!(sheet.proposed_by, Some(Vec::new()));

    // Whoever wrote it, or left it, never examines what comes of it.
    leave_idea(&party, id).await.unwrap();
    let team = start_team(&aicha, &slug, &input("5"), "").await.unwrap();
    let dossier = begin_dossier(&aicha, team).await.unwrap();
    let region = RegionCode::parse("05").unwrap();
    let db = app.services.db.reader();
    let candidates = store::projects::candidates(db, dossier, region)
        .await
        .unwrap();
    let conflict = |ctx: &Ctx| {
        let found = candidates
            .iter()
            .find(|it| Some(it.person) == ctx.actor.person());
        found.unwrap().has_conflict
    };
    assert!(conflict(&party));
    assert!(!conflict(&near));

    let query = AuditQuery {
        subject: format!("idea:{id}"),
        ..AuditQuery::default()
    };
    let log = admin::search_audit(&app.system(), query).await.unwrap();
    for action in [
        "return_idea",
        "accept_idea",
        "edit_idea_sheet",
        "publish_idea",
    ] {
        assert!(log.rows.iter().any(|row| row.action == action), "{action}");
    }
}

#[tokio::test]
async fn a_voice_note_is_heard_by_who_may_and_erased_with_its_idea() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    let near = advisor(&app, "Nadia", "05").await;
    let far = advisor(&app, "Driss", "01").await;
    let id = honey(&aicha).await;
    assert_eq!(
        put_voice_note(&aicha, id, 9, b"<html>".to_vec()).await,
        Err(Error::field("voice", Problem::NotAudio))
    );
    assert_eq!(
        put_voice_note(&aicha, id, 9, Vec::new()).await,
        Err(Error::field("voice", Problem::Required))
    );
    let mut huge = WEBM.to_vec();
    huge.resize(10 * 1024 * 1024 + 1, 0);
    assert!(matches!(
        put_voice_note(&aicha, id, 9, huge).await,
        Err(Error::TooLarge { .. })
    ));
    let first = version(&aicha, id).await;
    put_voice_note(&aicha, id, first, WEBM.to_vec())
        .await
        .unwrap();
    put_voice_note(&aicha, id, first, WEBM.to_vec())
        .await
        .unwrap();
    let last = show_idea(&aicha, id).await.unwrap().history.remove(0);
    assert_eq!(
        (last.field, last.before.as_str(), last.after.as_str()),
        (IdeaField::Voice, "", "audio/webm, 1 kB"),
        "once in the history"
    );
    // Another's recording, made on the page of before, does not silently take its place.
    let mut other = WEBM.to_vec();
    other.push(1);
    let told = put_voice_note(&aicha, id, first, other).await.unwrap_err();
    assert!(matches!(
        told.of_field("voice").next(),
        Some(Problem::ChangedMeanwhile { .. })
    ));
    let heard = read_voice_note(&aicha, id).await.unwrap();
    assert_eq!(
        (heard.media_type.as_str(), heard.bytes.as_slice()),
        ("audio/webm", WEBM)
    );
    // Not before it is sent.
    let not_yet = read_voice_note(&near, id).await;
    assert_eq!(not_yet.map(|it| it.bytes), Err(Error::NotFound));
    let why = [("different", "Un miel de montagne, vendu aux hôtels.")];
    write(&aicha, id, IdeaStep::Similar, &why).await.unwrap();
    submit_idea(&aicha, id, version(&aicha, id).await)
        .await
        .unwrap();
    assert!(read_voice_note(&near, id).await.is_ok());
    let elsewhere = read_voice_note(&far, id).await;
    assert_eq!(elsewhere.map(|it| it.bytes), Err(Error::NotFound));
    assert_eq!(
        put_voice_note(&aicha, id, 99, WEBM.to_vec()).await,
        Err(Error::Conflict)
    );
    let file = media::voice_name(&id.to_string(), WEBM);
    assert!(app.services.media.read_document(&file).is_ok());
    withdraw_idea(&aicha, id).await.unwrap();
    withdraw_idea(&aicha, id).await.unwrap();
    assert_eq!(state(&aicha, id).await, IdeaState::Withdrawn);
    assert!(app.services.media.read_document(&file).is_err());
    assert_eq!(show_idea_case(&near, id).await, Err(Error::NotFound));

    let second = honey(&aicha).await;
    let seen = version(&aicha, second).await;
    put_voice_note(&aicha, second, seen, WEBM.to_vec())
        .await
        .unwrap();
    let seen = version(&aicha, second).await;
    remove_voice_note(&aicha, second, seen).await.unwrap();
    remove_voice_note(&aicha, second, seen).await.unwrap();
    let file = media::voice_name(&second.to_string(), WEBM);
    assert!(app.services.media.read_document(&file).is_err());
    let gone = read_voice_note(&aicha, second).await;
    assert_eq!(gone.map(|it| it.bytes), Err(Error::NotFound));
}

#[tokio::test]
async fn of_two_advisors_at_once_the_second_is_told() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    let first = advisor(&app, "Nadia", "05").await;
    let second = advisor(&app, "Samira", "05").await;
    let id = sent(&aicha).await;
    let seen = version(&aicha, id).await;
    accept_idea(&first, id, seen, "beekeeping").await.unwrap();
    assert_eq!(
        accept_idea(&second, id, seen, "beekeeping").await,
        Err(Error::Conflict)
    );
    assert_eq!(
        return_idea(&second, id, seen, "Il manque le nombre de ruches.").await,
        Err(Error::Conflict)
    );
    assert_eq!(state(&aicha, id).await, IdeaState::Accepted);
}
