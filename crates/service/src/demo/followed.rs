//! The demo's project that went all the way: a cooperative since two years, whose figures of both
//! are told. It comes through the same use cases as anyone's.

use super::{
    office::{Office, address, member, paper},
    person,
    ventures::{approve, gather, write},
};
use crate::{
    Ctx,
    cooperatives::{StepInput, save_registration, show_registration, submit_registration},
    internal,
    projects::{
        Proof, begin_creation, launch_project, mark_legal_step, open_cooperative_file,
        save_follow_up, show_creation, show_follow_up,
    },
};
use domain::{
    Error, PersonId, Result, TeamId,
    accounts::Role,
    cooperatives::NumbersInput,
    policy::{Action, Platform, authorize},
    projects::{ActualInput, LegalStep, Milestone},
    text::date_text,
};

/// Name and address before the @; the first founded it.
const PEOPLE: [(&str, &str); 5] = [
    ("Tamou Ighil (démo)", "porteuse3"),
    ("Hadda Ouaziz (démo)", "equipiere10"),
    ("Rqia Boussaid (démo)", "equipiere11"),
    ("Omar Tijani (démo)", "equipier12"),
    ("Fatima Lahlou (démo)", "equipiere13"),
];

/// Days ago that the team formed, and days after that its legal steps were taken.
const BEGUN: i64 = 930;
const STEPS: [(LegalStep, i64); 6] = [
    (LegalStep::Name, 60),
    (LegalStep::Statutes, 70),
    (LegalStep::Capital, 74),
    (LegalStep::Assembly, 80),
    (LegalStep::Registry, 95),
    (LegalStep::Authority, 100),
];

/// What its dossier said: presentation, market, place, contribution in kind.
const CARPETS: [&str; 4] = [
    "Cinq tisserandes et tisserands de Tiznit travaillent chacun chez soi. Ensemble, ils veulent acheter la laine en gros, tisser dans un même atelier et vendre sans intermédiaire.",
    "Un riad de Marrakech et deux boutiques de Tiznit passent déjà des commandes ; deux foires par an prennent le reste.",
    "Quartier des artisans de Tiznit, atelier loué de 80 m², eau et électricité.",
    "Quatre métiers à tisser, évalués à 2 500 dirhams chacun.",
];

/// What to sign in with.
pub(super) fn accounts() -> Vec<(&'static str, String, String)> {
    vec![(
        "project founder",
        address("porteuse3"),
        "Tapis de Tiznit, followed for two years".to_owned(),
    )]
}

/// As a date field sends it.
fn date(ctx: &Ctx, days_ago: i64) -> String {
    date_text(ctx.now - days_ago * 86_400)
}

pub(super) async fn seed_followed(ctx: &Ctx, office: &Office, password_hash: &str) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let mut people = Vec::new();
    for (name, login) in PEOPLE {
        people.push(person(ctx, &tx, &permit, name, &address(login), password_hash).await?);
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    let place = ("Tapis de Tiznit", "carpets", "09.581");
    let team = gather(ctx, &people, BEGUN, place).await?;
    let dossier = write(ctx, &people, team, (BEGUN - 20, CARPETS)).await?;
    approve(ctx, office, dossier, BEGUN - 40).await?;
    create(ctx, office, people[0], team).await?;
    let founder = as_founder(ctx, people[0], BEGUN - 130);
    let creation = show_creation(&founder, team).await?;
    let launched = date(ctx, BEGUN - 120);
    launch_project(&founder, team, creation.version, &launched).await?;
    let told = [
        (
            Milestone::First,
            ["168000", "920", "5", "4", "2", "6"],
            "La première année, deux foires seulement.",
        ),
        (
            Milestone::Second,
            ["261000", "1340", "8", "7", "3", "9"],
            "Un riad de Marrakech commande chaque mois.",
        ),
    ];
    for (at, (milestone, figures, comment)) in (0..).zip(told) {
        let founder = as_founder(ctx, people[0], BEGUN - 120 - 366 * (at + 1));
        let [sales, income, members, women, young, jobs] = figures.map(str::to_owned);
        let input = ActualInput {
            sales,
            income,
            members,
            women,
            young,
            jobs,
            comment: comment.to_owned(),
        };
        save_follow_up(&founder, team, (milestone.code(), 0), &input).await?;
    }
    show_follow_up(&founder, dossier).await.map(|_| ())
}

fn as_founder(ctx: &Ctx, id: PersonId, days_ago: i64) -> Ctx {
    member(ctx, id, vec![Role::Member], days_ago)
}

/// From the accepted dossier to the verified cooperative.
async fn create(ctx: &Ctx, office: &Office, founder: PersonId, team: TeamId) -> Result<()> {
    let begin = as_founder(ctx, founder, BEGUN - 55);
    let version = show_creation(&begin, team).await?.version;
    begin_creation(&begin, team, version).await?;
    let now = as_founder(ctx, founder, BEGUN - 101);
    for (step, after) in STEPS {
        let proof = match step.proof() {
            Some(_) => Proof {
                name: format!("{}.pdf", step.code()),
                bytes: paper(&format!("{} (demo)", step.code())),
            },
            None => Proof::default(),
        };
        let day = date(ctx, BEGUN - after);
        mark_legal_step(&now, team, step, &day, proof).await?;
    }
    open_cooperative_file(&now, team).await?;
    let numbers = NumbersInput {
        ice: super::ice(920),
        register_number: "920/2024".to_owned(),
        court: "Tiznit".to_owned(),
        rib: super::rib(920),
    };
    save_registration(&now, StepInput::Numbers(numbers)).await?;
    let file = show_registration(&now).await?.registration;
    let file = file.ok_or(Error::NotFound)?;
    submit_registration(&now, file.version).await?;
    let advisor = office.advisors.iter().find(|(_, role)| {
        matches!(role, Role::Advisor { regions } if regions.iter().any(|code| code == "09"))
    });
    let (id, role) = advisor.ok_or(Error::NotFound)?;
    let advisor = member(ctx, *id, vec![role.clone()], BEGUN - 105);
    let case = crate::admin::show_registration(&advisor, file.id).await?;
    let version = case.registration.version;
    crate::admin::verify_registration(&advisor, file.id, version).await?;
    Ok(())
}
