//! What someone brings: skills, languages, where they live and how much time they have. Teams find
//! them only where they agreed to it.

use super::{CourseLink, Skill, TeamCard};
use crate::{
    Error, InvitationId, Problem, Result, Timestamp,
    geography::{Province, Region},
    text::Check,
};
use serde::{Deserialize, Serialize};

coded!(
    /// How much time someone has for a cooperative.
    Availability { Full = "full", Half = "half", Weekends = "weekends", Seasonal = "seasonal" }
);
coded!(
    /// What people speak.
    Tongue {
        Darija = "darija", Tachelhit = "tachelhit", Tamazight = "tamazight", Tarifit = "tarifit",
        Hassania = "hassania", French = "french", English = "english", Spanish = "spanish",
    }
);

/// As typed; `findable` is `yes` where they agree to be found.
#[derive(Clone, Debug, Default)]
pub struct ProfileInput {
    pub skills: Vec<String>,
    pub languages: Vec<String>,
    pub province: String,
    pub availability: String,
    pub findable: String,
}

/// A person's own, as they filled it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub skills: Vec<Skill>,
    pub languages: Vec<Tongue>,
    /// Official code.
    pub province: String,
    pub availability: Availability,
    /// When they agreed to be found; `None` where they did not.
    pub findable_at: Option<Timestamp>,
}

/// `before` is what was kept: a consent keeps the day on which it was given.
///
/// # Errors
/// `Invalid` on `skills`, `languages`, `province` and `availability`.
pub fn parse_profile(
    input: &ProfileInput,
    provinces: &[Province],
    before: Option<&Profile>,
    now: Timestamp,
) -> Result<Profile> {
    let mut check = Check::default();
    let skills = codes(&input.skills, Skill::from_code);
    let skills = check.take("skills", skills);
    let languages = codes(&input.languages, Tongue::from_code);
    let languages = check.take("languages", languages);
    let known = provinces.iter().any(|it| it.code == input.province.trim());
    if !known {
        let problem = match input.province.trim() {
            "" => Problem::Required,
            _ => Problem::UnknownChoice,
        };
        check.refuse("province", problem);
    }
    let availability = Availability::from_code(&input.availability);
    let availability = check.take("availability", availability.ok_or(Problem::UnknownChoice));
    check.finish()?;
    let since = before.and_then(|it| it.findable_at).unwrap_or(now);
    Ok(Profile {
        skills: skills.ok_or(Error::Malformed)?,
        languages: languages.ok_or(Error::Malformed)?,
        province: input.province.trim().to_owned(),
        availability: availability.ok_or(Error::Malformed)?,
        findable_at: (input.findable == "yes").then_some(since),
    })
}

/// Known codes, each once and in order; at least one.
fn codes<T: Ord>(
    codes: &[String],
    read: impl Fn(&str) -> Option<T>,
) -> core::result::Result<Vec<T>, Problem> {
    let read: Option<Vec<T>> = codes.iter().map(|code| read(code)).collect();
    let mut read = read.ok_or(Problem::UnknownChoice)?;
    read.sort();
    read.dedup();
    match read.is_empty() {
        true => Err(Problem::Required),
        false => Ok(read),
    }
}

/// What the page of one's own profile shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    /// `None` before it is filled in.
    pub profile: Option<Profile>,
    /// Of them, those that a credential of the academy proves.
    pub proven: Vec<(Skill, CourseLink)>,
    pub regions: Vec<Region>,
    pub provinces: Vec<Province>,
}

/// A team that asks someone it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamOffer {
    pub id: InvitationId,
    pub team: TeamCard,
    pub invited_by: String,
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LocalText;

    #[test]
    fn a_profile_names_what_is_missing_and_consent_is_off_by_default() {
        let provinces = [Province {
            code: "09.001".to_owned(),
            region: "09".to_owned(),
            name: LocalText::default(),
        }];
        let list = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let input =
            |skills: &[&str], languages: &[&str], province: &str, time: &str| ProfileInput {
                skills: list(skills),
                languages: list(languages),
                province: province.to_owned(),
                availability: time.to_owned(),
                findable: String::new(),
            };
        for (input, field) in [
            (input(&[], &["darija"], "09.001", "full"), "skills"),
            (input(&["magic"], &["darija"], "09.001", "full"), "skills"),
            (
                input(&["sales"], &["klingon"], "09.001", "full"),
                "languages",
            ),
            (input(&["sales"], &["darija"], "99.001", "full"), "province"),
            (input(&["sales"], &["darija"], "", "full"), "province"),
            (
                input(&["sales"], &["darija"], "09.001", "never"),
                "availability",
            ),
        ] {
            let refused = parse_profile(&input, &provinces, None, 7).err();
            let fields = refused
                .map(|error| error.fields().to_vec())
                .unwrap_or_default();
            let fields: Vec<&str> = fields.iter().map(|it| it.field.as_str()).collect();
            assert_eq!(fields, [field], "{input:?}");
        }
        let mut typed = input(&["sales", "sales"], &["darija"], "09.001", "half");
        let kept = parse_profile(&typed, &provinces, None, 7);
        assert_eq!(kept.as_ref().map(|it| it.findable_at), Ok(None));
        assert_eq!(kept.map(|it| it.skills), Ok(vec![Skill::Sales]));
        typed.findable = "yes".to_owned();
        let first = parse_profile(&typed, &provinces, None, 7).ok();
        assert_eq!(first.as_ref().and_then(|it| it.findable_at), Some(7));
        let again = parse_profile(&typed, &provinces, first.as_ref(), 9).ok();
        assert_eq!(
            again.and_then(|it| it.findable_at),
            Some(7),
            "the day of the consent"
        );
    }
}
