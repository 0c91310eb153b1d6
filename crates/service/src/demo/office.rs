//! The office of the demo: advisors for all regions, files that wait for them, and one they gave
//! back.

use super::person;
use crate::{
    Ctx,
    cooperatives::{
        StepInput, save_registration, show_registration, submit_registration, upload_document,
    },
    internal,
    projects::{advance_referral, record_consent, start_referral},
};
use domain::{
    PersonId, Result,
    accounts::Role,
    cooperatives::{DocumentKind, NumbersInput, PlaceInput},
    policy::{Actor, Permit, Platform},
    projects::ReferralInput,
};
use store::{Tx, accounts::grant_role};

const EVERYWHERE: &[&str] = &[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12",
];

/// Name, address before the @, regions.
const ADVISORS: [(&str, &str, &[&str]); 5] = [
    (
        "Naïma Ouchen (démo)",
        "conseillere.sud",
        &["08", "09", "10", "11", "12"],
    ),
    (
        "Hamid Bennani (démo)",
        "conseiller.centre",
        &["04", "05", "06", "07"],
    ),
    (
        "Rachida Alami (démo)",
        "conseillere.nord",
        &["01", "02", "03"],
    ),
    // So that a dossier has its two reviewers in every region, and a third.
    ("Mehdi Tazi (démo)", "conseiller.appui", EVERYWHERE),
    ("Siham Idrissi (démo)", "conseillere.appui", EVERYWHERE),
];

/// The social worker's name, and their address before the @.
const WORKER: (&str, &str) = ("Ilham Naciri (démo)", "assistante");

struct Applicant {
    person: &'static str,
    login: &'static str,
    name: [&'static str; 3],
    number: u64,
    court: &'static str,
    province: &'static str,
    members: [&'static str; 3],
    story: [&'static str; 2],
    days_ago: i64,
    returned: bool,
}

const APPLICANTS: [Applicant; 3] = [
    Applicant {
        person: "Zahra Id Bihi (démo)",
        login: "candidate1",
        name: [
            "Coopérative Tamount (démo)",
            "تعاونية تمونت (تجريبية)",
            "Tamount Cooperative (demo)",
        ],
        number: 901,
        court: "Tiznit",
        province: "09.581",
        members: ["14", "14", "2024"],
        story: [
            "Quatorze femmes d'un même village pressent l'amande et l'argan. Nous voulons vendre sans intermédiaire.",
            "أربع عشرة امرأة من دوار واحد يعصرن اللوز وأركان. نريد البيع بدون وسيط.",
        ],
        days_ago: 6,
        returned: false,
    },
    Applicant {
        person: "Said Ouali (démo)",
        login: "candidat2",
        name: [
            "Coopérative Ifrane Laine (démo)",
            "تعاونية صوف إفران (تجريبية)",
            "Ifrane Wool Cooperative (demo)",
        ],
        number: 902,
        court: "Meknès",
        province: "03.271",
        members: ["9", "4", "2023"],
        story: [
            "Nous lavons, filons et tissons la laine de nos moutons de l'Atlas, avec des teintures de plantes.",
            "نغسل صوف أغنامنا الأطلسية ونغزله وننسجه ونصبغه بالنباتات.",
        ],
        days_ago: 2,
        returned: false,
    },
    Applicant {
        person: "Malika Sbai (démo)",
        login: "candidate3",
        name: [
            "Coopérative Warda Amizmiz (démo)",
            "تعاونية وردة أمزميز (تجريبية)",
            "Warda Amizmiz Cooperative (demo)",
        ],
        number: 903,
        court: "Marrakech",
        province: "07.041",
        members: ["7", "7", "2025"],
        story: [
            "Sept femmes distillent la fleur d'oranger et la rose dans un alambic de cuivre, au pied de l'Atlas.",
            "سبع نساء يقطرن الزهر والورد في إنبيق نحاسي عند سفح الأطلس.",
        ],
        days_ago: 9,
        returned: true,
    },
];

/// An e-mail address of the demo.
pub(super) fn address(login: &str) -> String {
    format!("{login}@demo.taawouniya.ma")
}

/// People of the office and of files to come; what each is, for the list of accounts.
pub(super) async fn seed_people(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    password_hash: &str,
) -> Result<Office> {
    let mut advisors = Vec::new();
    for (name, login, regions) in ADVISORS {
        let id = person(ctx, tx, permit, name, &address(login), password_hash).await?;
        let role = Role::Advisor {
            regions: regions.iter().map(|code| (*code).to_owned()).collect(),
        };
        grant_role(tx, permit, &ctx.actor, id, &role, ctx.now)
            .await
            .map_err(internal(ctx))?;
        advisors.push((id, role));
    }
    let mut applicants = Vec::new();
    for it in &APPLICANTS {
        applicants.push(
            person(
                ctx,
                tx,
                permit,
                it.person,
                &address(it.login),
                password_hash,
            )
            .await?,
        );
    }
    let (name, login) = WORKER;
    let worker = person(ctx, tx, permit, name, &address(login), password_hash).await?;
    let role = Role::SocialWorker;
    grant_role(tx, permit, &ctx.actor, worker, &role, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(Office {
        advisors,
        applicants,
        worker: (worker, role),
    })
}

/// One person whom the social worker referred: it waits for the advisor.
pub(super) async fn seed_referral(ctx: &Ctx, people: &Office) -> Result<()> {
    let mut ctx = ctx.clone();
    let (id, role) = people.worker.clone();
    ctx.actor = Actor::Person {
        id,
        roles: vec![role],
    };
    let input = ReferralInput {
        name: "Zahra (démo)".to_owned(),
        phone: String::new(),
        province: "10.261".to_owned(),
        wishes: "Elle connaît les plantes et voudrait travailler près de chez elle.".to_owned(),
        needs: vec!["reading".to_owned(), "childcare".to_owned()],
        situation: "Personne fictive, pour essayer.".to_owned(),
    };
    let case = start_referral(&ctx, &input).await?;
    record_consent(&ctx, case, "Témoin (démo)").await?;
    advance_referral(&ctx, case, "send").await
}

/// What the applicants' fictional ICE count by.
#[cfg(test)]
pub(super) fn numbers() -> impl Iterator<Item = u64> {
    APPLICANTS.iter().map(|it| it.number)
}

pub(super) struct Office {
    pub(super) advisors: Vec<(PersonId, Role)>,
    applicants: Vec<PersonId>,
    worker: (PersonId, Role),
}

/// What to sign in with, and as what.
pub(super) fn accounts() -> Vec<(&'static str, String, String)> {
    ADVISORS
        .iter()
        .map(|(_, login, regions)| {
            (
                "advisor",
                address(login),
                format!("regions {}", regions.join(" ")),
            )
        })
        .chain([("social worker", address(WORKER.1), "referrals".to_owned())])
        .chain(
            APPLICANTS
                .iter()
                .map(|it| ("applicant", address(it.login), it.name[0].to_owned())),
        )
        .collect()
}

pub(super) fn member(ctx: &Ctx, id: PersonId, roles: Vec<Role>, days_ago: i64) -> Ctx {
    Ctx {
        actor: Actor::Person { id, roles },
        now: ctx.now - days_ago * 86_400,
        ..ctx.clone()
    }
}

/// The files, through the same use cases as anyone's.
pub(super) async fn seed_files(ctx: &Ctx, office: &Office) -> Result<()> {
    for (it, id) in APPLICANTS.iter().zip(&office.applicants) {
        let author = member(ctx, *id, vec![Role::Member], it.days_ago);
        fill_in(&author, it).await?;
        let file = show_registration(&author).await?.registration;
        let Some(file) = file else { continue };
        submit_registration(&author, file.version).await?;
        if it.returned {
            let region = &it.province[..2];
            let advisor = office.advisors.iter().find(|(_, role)| {
                matches!(role, Role::Advisor { regions } if regions.iter().any(|code| code == region))
            });
            let Some((id, role)) = advisor else { continue };
            let advisor = member(ctx, *id, vec![role.clone()], it.days_ago - 1);
            let reasons =
                "L'extrait du registre est illisible : prenez la photo de plus près, à la lumière.";
            crate::admin::return_registration(&advisor, file.id, file.version + 1, reasons).await?;
        }
    }
    Ok(())
}

async fn fill_in(author: &Ctx, it: &Applicant) -> Result<()> {
    let [fr, ar, en] = it.name.map(str::to_owned);
    save_registration(author, StepInput::Name([fr, ar, en, String::new()])).await?;
    let numbers = NumbersInput {
        ice: super::ice(it.number),
        register_number: format!("{}/2025", it.number),
        court: it.court.to_owned(),
        rib: super::rib(it.number),
    };
    save_registration(author, StepInput::Numbers(numbers)).await?;
    let [members, women, founded_year] = it.members.map(str::to_owned);
    let place = PlaceInput {
        province: it.province.to_owned(),
        founded_year,
        members,
        women,
    };
    save_registration(author, StepInput::Place(place)).await?;
    let [fr, ar] = it.story.map(str::to_owned);
    save_registration(
        author,
        StepInput::Story([fr, ar, String::new(), String::new()]),
    )
    .await?;
    for kind in DocumentKind::ALL {
        let name = format!("{}.pdf", kind.code());
        upload_document(
            author,
            kind,
            &name,
            paper(&format!("{} (demo)", kind.code())),
        )
        .await?;
    }
    Ok(())
}

/// A whole PDF of one page with one line of plain letters.
pub(super) fn paper(line: &str) -> Vec<u8> {
    let text = format!("BT /F1 24 Tf 72 760 Td ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = pdf.len();
    pdf.push_str("xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    ));
    pdf.into_bytes()
}
