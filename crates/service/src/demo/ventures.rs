//! The demo's teams: one whose dossier is under review, one that still gathers people and writes.

use super::{
    office::{Office, address, member, paper},
    person,
};
use crate::{
    Ctx, internal,
    projects::{
        TaskMark, accept_review, add_task, admit_dossier, begin_dossier, decide_dossier, give_role,
        invite_teammate, join_team, mark_task, save_dossier, save_profile, score_dossier,
        show_dossier, show_dossier_case, start_team, submit_dossier, upload_dossier_paper,
    },
};
use domain::{
    DossierId, PersonId, Result, TeamId,
    accounts::Role,
    policy::{Action, Platform, authorize},
    projects::{
        Criterion, DecisionInput, DossierPaper, ProfileInput, StepInput, TaskInput, TeamInput,
    },
};

/// Name and address before the @; the first five are a team, and three of the others with them.
const PEOPLE: [(&str, &str); 8] = [
    ("Fadma Aït Brahim (démo)", "porteuse1"),
    ("Lahcen Oubella (démo)", "equipier2"),
    ("Khadija Amrani (démo)", "equipiere3"),
    ("Youssef Id Said (démo)", "equipier4"),
    ("Zineb Ouhammou (démo)", "equipiere5"),
    ("Itto Bouzid (démo)", "porteuse2"),
    ("Hassan Naciri (démo)", "equipier7"),
    ("Rabia Tahiri (démo)", "equipiere8"),
];

/// What the first team's dossier says: presentation, market, place, contribution in kind.
const HONEY: [&str; 4] = [
    "Cinq voisins d'Imouzzer élèvent déjà quelques ruches. Ensemble, ils veulent extraire, mettre en pots et vendre le miel de thym et d'euphorbe.",
    "Deux épiceries d'Agadir et un hôtel prennent quatre cents kilos par an ; le souk du jeudi prend le reste.",
    "Douar Tidili, local communal de 60 m², eau et électricité, piste praticable toute l'année.",
    "Quarante ruches peuplées, évaluées à 250 dirhams chacune.",
];

/// What each of them brings: skills, languages, province, time, and whether teams may find them.
const PROFILES: [(&str, &str, &str, &str, &str); 8] = [
    (
        "beekeeping extraction",
        "tachelhit darija",
        "09.001",
        "full",
        "",
    ),
    (
        "beekeeping sales",
        "tachelhit darija french",
        "09.001",
        "half",
        "yes",
    ),
    ("cooking food_hygiene", "tachelhit", "09.273", "half", "yes"),
    (
        "sales computing",
        "darija french english",
        "09.001",
        "weekends",
        "",
    ),
    (
        "bookkeeping management",
        "darija french",
        "09.163",
        "half",
        "yes",
    ),
    ("growing harvest", "tachelhit", "09.541", "seasonal", ""),
    (
        "drying sorting sales",
        "tachelhit darija",
        "09.541",
        "half",
        "yes",
    ),
    (
        "growing quality",
        "tachelhit french",
        "09.551",
        "seasonal",
        "",
    ),
];

/// What to sign in with.
pub(super) fn accounts() -> Vec<(&'static str, String, String)> {
    [
        ("porteuse1", "Miel d'Imouzzer, dossier under review"),
        ("porteuse2", "Safran du Siroua, gathering a team"),
    ]
    .map(|(login, what)| ("project founder", address(login), what.to_owned()))
    .to_vec()
}

pub(super) async fn seed_teams(ctx: &Ctx, office: &Office, password_hash: &str) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let mut people = Vec::new();
    for (name, login) in PEOPLE {
        people.push(person(ctx, &tx, &permit, name, &address(login), password_hash).await?);
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    let (sender, writer) = (as_member(ctx, people[6], 3), as_member(ctx, people[7], 2));
    super::ideas::seed_ideas(&sender, &writer).await?;
    for (person, profile) in people.iter().zip(&PROFILES) {
        let (skills, languages, province, availability, findable) = *profile;
        let list = |text: &str| text.split(' ').map(str::to_owned).collect();
        let input = ProfileInput {
            skills: list(skills),
            languages: list(languages),
            province: province.to_owned(),
            availability: availability.to_owned(),
            findable: findable.to_owned(),
        };
        save_profile(&as_member(ctx, *person, 40), &input).await?;
    }
    let (honey, saffron) = people.split_at(5);
    let team = gather(ctx, honey, 30, ("Miel d'Imouzzer", "beekeeping", "09.001")).await?;
    let dossier = write(ctx, honey, team, (14, HONEY)).await?;
    examine(ctx, office, dossier).await?;
    let place = ("Safran du Siroua", "saffron", "09.541");
    let team = gather(ctx, saffron, 12, place).await?;
    let founder = as_member(ctx, saffron[0], 10);
    begin_dossier(&founder, team).await?;
    let text =
        "Trois familles cultivent déjà le safran et veulent le sécher et le vendre ensemble.";
    save_dossier(&founder, team, &StepInput::Presentation(text.to_owned())).await?;
    let call = task("Appeler deux voisines intéressées", saffron[1]);
    add_task(&founder, team, &call).await?;
    let quotes = task("Demander un devis pour le séchoir", saffron[2]);
    let quotes = add_task(&founder, team, &quotes).await?;
    mark_task(&as_member(ctx, saffron[2], 4), team, quotes, TaskMark::Done).await
}

fn as_member(ctx: &Ctx, id: PersonId, days_ago: i64) -> Ctx {
    member(ctx, id, vec![Role::Member], days_ago)
}

fn task(title: &str, person: PersonId) -> TaskInput {
    TaskInput {
        title: title.to_owned(),
        person: person.to_string(),
        due: String::new(),
    }
}

/// The first founds the team, the others join by its link.
pub(super) async fn gather(
    ctx: &Ctx,
    people: &[PersonId],
    days_ago: i64,
    (name, sheet, province): (&str, &str, &str),
) -> Result<TeamId> {
    let Some((founder, others)) = people.split_first() else {
        return Err(domain::Error::NotFound);
    };
    let founder = as_member(ctx, *founder, days_ago);
    let input = TeamInput {
        name: name.to_owned(),
        province: province.to_owned(),
        seats: "8".to_owned(),
    };
    let team = start_team(&founder, sheet, &input, "").await?;
    let link = invite_teammate(&founder, team, "").await?;
    for (at, person) in (1..).zip(others) {
        join_team(&as_member(ctx, *person, days_ago - at), &link).await?;
    }
    if let [treasurer, secretary, ..] = others {
        give_role(&founder, team, *treasurer, "treasurer").await?;
        give_role(&founder, team, *secretary, "secretary").await?;
    }
    Ok(team)
}

/// The whole dossier, submitted.
pub(super) async fn write(
    ctx: &Ctx,
    people: &[PersonId],
    team: TeamId,
    (days_ago, [story, market, place, in_kind]): (i64, [&str; 4]),
) -> Result<DossierId> {
    let founder = as_member(ctx, people[0], days_ago);
    let id = begin_dossier(&founder, team).await?;
    let pages = [
        StepInput::Presentation(story.to_owned()),
        StepInput::Market(market.to_owned()),
        StepInput::Place(place.to_owned()),
        StepInput::People {
            women: "3".to_owned(),
            young: "2".to_owned(),
        },
        StepInput::Money {
            capital: "25000".to_owned(),
            in_kind: "10000".to_owned(),
            in_kind_what: in_kind.to_owned(),
        },
    ];
    for page in &pages {
        save_dossier(&founder, team, page).await?;
    }
    for kind in DossierPaper::ALL {
        let name = format!("{}.pdf", kind.code());
        let bytes = paper(&format!("{} (demo)", kind.code()));
        upload_dossier_paper(&founder, team, *kind, &name, bytes).await?;
    }
    if let Some(dossier) = show_dossier(&founder, team).await?.dossier {
        submit_dossier(&founder, team, dossier.version).await?;
    }
    Ok(id)
}

fn advisors_on(ctx: &Ctx, office: &Office, days_ago: i64) -> Vec<Ctx> {
    let advisors = office.advisors.iter();
    advisors
        .map(|(id, role)| member(ctx, *id, vec![role.clone()], days_ago))
        .collect()
}

fn good_marks() -> Vec<(Criterion, String)> {
    let marks = Criterion::ALL.iter().map(|it| (*it, "4".to_owned()));
    marks.collect()
}

/// Examined and accepted by the advisors of its region.
pub(super) async fn approve(
    ctx: &Ctx,
    office: &Office,
    dossier: DossierId,
    days_ago: i64,
) -> Result<()> {
    let mut decider = None;
    for advisor in advisors_on(ctx, office, days_ago) {
        // Of another region: not theirs.
        if let Ok(case) = show_dossier_case(&advisor, dossier).await {
            admit_dossier(&advisor, dossier, case.dossier.version).await?;
            decider = Some(advisor);
            break;
        }
    }
    for advisor in advisors_on(ctx, office, days_ago - 5) {
        let case = show_dossier_case(&advisor, dossier).await;
        let Some((review, _)) = case.ok().and_then(|case| case.my_review) else {
            continue;
        };
        accept_review(&advisor, review).await?;
        let comment = "Un métier connu, des acheteurs, des chiffres prudents.";
        score_dossier(&advisor, review, &good_marks(), comment).await?;
    }
    let decider = decider.ok_or(domain::Error::NotFound)?;
    let case = show_dossier_case(&decider, dossier).await?;
    let decision = DecisionInput {
        verdict: "approved".to_owned(),
        reasons: "Le projet est mûr et l'équipe sait faire.".to_owned(),
        conditions: String::new(),
    };
    decide_dossier(&decider, dossier, case.dossier.version, &decision).await
}

/// Both reviewers took it on, and one has scored.
async fn examine(ctx: &Ctx, office: &Office, dossier: DossierId) -> Result<()> {
    if let Some(first) = advisors_on(ctx, office, 9).into_iter().next() {
        let case = show_dossier_case(&first, dossier).await?;
        admit_dossier(&first, dossier, case.dossier.version).await?;
    }
    let comment =
        "Le miel se vend déjà, les devis sont sérieux ; la comptabilité reste à apprendre.";
    let mut scored = false;
    for advisor in advisors_on(ctx, office, 5) {
        // Of another region: not theirs.
        let Ok(case) = show_dossier_case(&advisor, dossier).await else {
            continue;
        };
        let Some((review, _)) = case.my_review else {
            continue;
        };
        accept_review(&advisor, review).await?;
        if !scored {
            score_dossier(&advisor, review, &good_marks(), comment).await?;
            scored = true;
        }
    }
    Ok(())
}
