//! People: how they sign in, and what they are.

use crate::{
    CooperativeId, Lang, PersonId, Problem, SessionId, Timestamp, cooperatives::Part, text,
};
use serde::{Deserialize, Serialize};

/// A checked e-mail address, lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// # Errors
    /// `Required`, `TooLong`, `ControlCharacters`, `InvalidEmail`.
    pub fn parse(text: &str) -> Result<Email, Problem> {
        let text = text::line(text, 254)?.to_lowercase();
        let valid = text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && local.len() <= 64
                && !local.starts_with('.')
                && !local.ends_with('.')
                && !local.contains("..")
                && local
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b))
                && host.contains('.')
                && host.split('.').all(|label| {
                    !label.is_empty()
                        && label.len() <= 63
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                        && label
                            .bytes()
                            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                })
        });
        if valid {
            Ok(Email(text))
        } else {
            Err(Problem::InvalidEmail)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A Moroccan phone number, kept as `+212` and nine digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phone(String);

impl Phone {
    /// Accepts `+212`, `00212` or `0`, then 5 to 8 and eight digits; spaces, dots, dashes, brackets
    /// and the invisible direction marks that phones copy along are ignored; Arabic-Indic digits
    /// count as digits.
    ///
    /// # Errors
    /// `Required`, `InvalidPhone`.
    pub fn parse(text: &str) -> Result<Phone, Problem> {
        let bare: String = text
            .chars()
            .map(text::western_digit)
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '(' | ')'))
            .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
            .collect();
        if bare.is_empty() {
            return Err(Problem::Required);
        }
        let national = ["+212", "00212", "0"]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
            .ok_or(Problem::InvalidPhone)?;
        let ok = national.len() == 9
            && national.bytes().all(|b| b.is_ascii_digit())
            && matches!(national.as_bytes()[0], b'5'..=b'8');
        if ok {
            Ok(Phone(format!("+212{national}")))
        } else {
            Err(Problem::InvalidPhone)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Mobiles begin 6 or 7.
    pub fn is_mobile(&self) -> bool {
        matches!(self.0.as_bytes()[4], b'6' | b'7')
    }
}

/// What someone signs in with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Login {
    Email(Email),
    Phone(Phone),
}

impl Login {
    /// # Errors
    /// As the address or the number, whichever the text looks like.
    pub fn parse(text: &str) -> Result<Login, Problem> {
        if text.contains('@') {
            Email::parse(text).map(Login::Email)
        } else {
            Phone::parse(text).map(Login::Phone)
        }
    }
}

/// Length is what makes a password strong (NIST SP 800-63B): 10 to 128 characters, not the
/// sign-in itself and not one character or word repeated.
///
/// # Errors
/// `Required`, `TooShort`, `TooLong`, `WeakPassword`.
pub fn check_password(password: &str, login: &str) -> Result<(), Problem> {
    const WEAK: [&str; 8] = [
        "1234567890",
        "0123456789",
        "motdepasse",
        "password12",
        "azertyuiop",
        "qwertyuiop",
        "taawouniya",
        "123456789a",
    ];
    let length = password.chars().count();
    if length == 0 {
        return Err(Problem::Required);
    }
    if length < 10 {
        return Err(Problem::TooShort { min: 10 });
    }
    if length > 128 {
        return Err(Problem::TooLong { max: 128 });
    }
    let lower = password.to_lowercase();
    if WEAK.contains(&lower.as_str()) || lower == login.trim().to_lowercase() || is_repeated(&lower)
    {
        return Err(Problem::WeakPassword);
    }
    Ok(())
}

/// One character or one word, again and again.
fn is_repeated(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=chars.len() / 2)
        .filter(|length| chars.len().is_multiple_of(*length))
        .any(|length| chars.chunks(length).all(|chunk| chunk == &chars[..length]))
}

/// What a person may be; a person may be several. Kept as `code` in the database.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    CooperativeManager {
        cooperative: CooperativeId,
    },
    /// Sells for a cooperative: listings and orders.
    CooperativeSales {
        cooperative: CooperativeId,
    },
    /// Keeps a cooperative's stock.
    CooperativeStock {
        cooperative: CooperativeId,
    },
    /// Of the office for the development of cooperation, for these region codes.
    Advisor {
        regions: Vec<String>,
    },
    SocialWorker,
    Trainer,
    Administrator,
}

impl Role {
    pub const fn code(&self) -> &'static str {
        match self {
            Role::Member => "member",
            Role::CooperativeManager { .. } => "cooperative_manager",
            Role::CooperativeSales { .. } => "cooperative_sales",
            Role::CooperativeStock { .. } => "cooperative_stock",
            Role::Advisor { .. } => "advisor",
            Role::SocialWorker => "social_worker",
            Role::Trainer => "trainer",
            Role::Administrator => "administrator",
        }
    }

    /// A part in the team of `cooperative`.
    pub const fn of_part(part: Part, cooperative: CooperativeId) -> Role {
        match part {
            Part::Manager => Role::CooperativeManager { cooperative },
            Part::Sales => Role::CooperativeSales { cooperative },
            Part::Stock => Role::CooperativeStock { cooperative },
        }
    }

    /// The cooperative one works for, and at what.
    pub const fn part(&self) -> Option<(CooperativeId, Part)> {
        match self {
            Role::CooperativeManager { cooperative } => Some((*cooperative, Part::Manager)),
            Role::CooperativeSales { cooperative } => Some((*cooperative, Part::Sales)),
            Role::CooperativeStock { cooperative } => Some((*cooperative, Part::Stock)),
            _ => None,
        }
    }

    /// `None` for an unknown code, and for a manager of no cooperative.
    pub fn from_code(
        code: &str,
        cooperative: Option<CooperativeId>,
        regions: Vec<String>,
    ) -> Option<Role> {
        Some(match code {
            "member" => Role::Member,
            "cooperative_manager" => Role::CooperativeManager {
                cooperative: cooperative?,
            },
            "cooperative_sales" => Role::CooperativeSales {
                cooperative: cooperative?,
            },
            "cooperative_stock" => Role::CooperativeStock {
                cooperative: cooperative?,
            },
            "advisor" => Role::Advisor { regions },
            "social_worker" => Role::SocialWorker,
            "trainer" => Role::Trainer,
            "administrator" => Role::Administrator,
            _ => return None,
        })
    }
}

/// The signed-in person as screens need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub lang: Lang,
    pub roles: Vec<Role>,
}

impl Me {
    /// The first cooperative this person works for, if any.
    pub fn cooperative(&self) -> Option<CooperativeId> {
        self.part().map(|(cooperative, _)| cooperative)
    }

    /// The same, and at what; a manager's part first.
    pub fn part(&self) -> Option<(CooperativeId, Part)> {
        self.roles
            .iter()
            .filter_map(Role::part)
            .min_by_key(|(_, part)| *part)
    }
}

/// What others wait for: while it is open, an account cannot be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hold {
    /// Work for a cooperative, the academy or the office, to be handed over first.
    Role,
    /// An order, a return or a dispute on its way.
    Order,
    /// A request for quotes.
    Quote,
    /// A seat in a team that is not yet a cooperative.
    Team,
    /// An idea that is being written or is before the advisor.
    Idea,
    /// A cooperative's registration before the advisor.
    Registration,
    /// A seat in a training to come.
    Session,
}

impl Hold {
    pub const ALL: [Hold; 7] = [
        Hold::Role,
        Hold::Order,
        Hold::Quote,
        Hold::Team,
        Hold::Idea,
        Hold::Registration,
        Hold::Session,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Hold::Role => "role",
            Hold::Order => "order",
            Hold::Quote => "quote",
            Hold::Team => "team",
            Hold::Idea => "idea",
            Hold::Registration => "registration",
            Hold::Session => "session",
        }
    }

    pub fn from_code(code: &str) -> Option<Hold> {
        Hold::ALL.into_iter().find(|hold| hold.code() == code)
    }
}

/// One signed-in device, for its owner's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    /// The browser's own description, shortened.
    pub device: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub current: bool,
}

/// `Firefox, Android` from what a browser says of itself; of one we do not know, its first words.
pub fn describe_device(user_agent: &str) -> String {
    // The order matters: Edge and Opera also call themselves Chrome, and Chrome Safari.
    const BROWSERS: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => {
            let plain: String = user_agent
                .chars()
                .filter(|c| !c.is_control())
                .take(60)
                .collect();
            text::line(&plain, 60).unwrap_or_default()
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RegisterInput {
    pub name: String,
    /// E-mail or Moroccan phone number.
    pub login: String,
    pub password: String,
    /// The box that accepts the terms, `on` when ticked.
    #[serde(default)]
    pub consent: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignInInput {
    pub login: String,
    pub password: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ProfileInput {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub lang: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResetPasswordInput {
    /// From the mailed link.
    pub token: String,
    pub password: String,
    pub password_again: String,
}
