//! How words are made comparable for a search that forgives: accents, hamza forms, ta marbuta,
//! tatweel, harakat, the Arabic article and its prefixes, French elisions, and the same word in
//! Latin, Arabic or Tifinagh letters.

/// Folds a text to lower case without marks, in comparable letters; spaces separate words.
pub fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        fold(c, &mut out);
    }
    out
}

/// The words of a text, normalised, without articles and elisions, in order.
pub fn tokens(text: &str) -> Vec<String> {
    normalize(text)
        .split_whitespace()
        .map(strip_affixes)
        .filter(|word| !word.is_empty())
        .collect()
}

/// What a word is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Arabic,
    Tifinagh,
}

impl Script {
    pub const ALL: [Script; 3] = [Script::Latin, Script::Arabic, Script::Tifinagh];

    /// The script of a token's first letter; Latin where there is none.
    pub fn of(token: &str) -> Script {
        match token.chars().find(|c| c.is_alphabetic()) {
            Some('\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}') => Script::Arabic,
            Some('\u{2d30}'..='\u{2d7f}') => Script::Tifinagh,
            _ => Script::Latin,
        }
    }
}

/// A token's consonants in classes that the three scripts share, so that argan, أركان and ⴰⵔⴳⴰⵏ
/// meet. A word of fewer than three keeps its long vowels too (amlou and أملو: `mlw`). Empty where
/// even so fewer than three letters remain: such a skeleton would match too much.
pub fn skeleton(token: &str) -> String {
    let latin = token
        .replace("ch", "š")
        .replace("sh", "š")
        .replace("kh", "x")
        .replace("gh", "ɣ")
        .replace("ph", "f")
        .replace("ou", "u")
        .replace("qu", "k");
    let mut consonants = String::new();
    let mut with_vowels = String::new();
    let mut previous = None;
    let mut letters = latin.chars().peekable();
    while let Some(letter) = letters.next() {
        let sound = sound(letter, letters.peek().copied());
        // A doubled letter is a spelling, not a sound of its own.
        let is_doubled = previous == Some(sound);
        // A first i is carried by the Arabic alef, which is not heard.
        let is_carried = previous.is_none()
            && sound == Sound::Vowel('y')
            && letter != 'y'
            && letter != 'ي'
            && letter != 'ⵢ';
        previous = Some(sound);
        match sound {
            _ if is_doubled || is_carried => {}
            Sound::Consonant(class) => {
                consonants.push(class);
                with_vowels.push(class);
            }
            Sound::Vowel(class) => with_vowels.push(class),
            Sound::Unheard => {}
        }
    }
    [consonants, with_vowels]
        .into_iter()
        .find(|word| word.len() >= 3)
        .unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Consonant(char),
    /// Long vowels and half-vowels: often, not always, written in all three scripts.
    Vowel(char),
    /// Written differently in each script: a, e, ayn, h.
    Unheard,
}

fn sound(letter: char, next: Option<char>) -> Sound {
    Sound::Consonant(match letter {
        'b' | 'p' | 'ب' | 'پ' | 'ⴱ' | 'ⴲ' | 'ⵒ' => 'b',
        // In Morocco ظ sounds as ض: Chiadma is شياظمة.
        'd' | 'د' | 'ض' | 'ذ' | 'ظ' | 'ⴷ' | 'ⴸ' | 'ⴹ' | 'ⴺ' => 'd',
        't' | 'ت' | 'ط' | 'ث' | 'ⵜ' | 'ⵝ' | 'ⵟ' => 't',
        'j' | 'ج' | 'ⵊ' => 'j',
        'x' | 'خ' | 'ⵅ' | 'ⵆ' => 'x',
        'r' | 'ر' | 'ⵔ' | 'ⵕ' => 'r',
        'z' | 'ز' | 'ژ' | 'ⵣ' | 'ⵥ' => 'z',
        'c' if matches!(next, Some('e' | 'i' | 'y')) => 's',
        's' | 'س' | 'ص' | 'ⵙ' | 'ⵚ' => 's',
        'š' | 'ش' | 'چ' | 'ⵛ' => 'c',
        'f' | 'v' | 'ف' | 'ڤ' | 'ⴼ' | 'ⵠ' => 'f',
        'c' | 'g' | 'k' | 'q' | 'ɣ' | 'غ' | 'ق' | 'ك' | 'ⵖ' | 'ⴳ' | 'ⴽ' | 'ⴿ' | 'ⵇ' => {
            'g'
        }
        'l' | 'ل' | 'ⵍ' => 'l',
        'm' | 'م' | 'ⵎ' => 'm',
        'n' | 'ن' | 'ⵏ' => 'n',
        'i' | 'y' | 'ي' | 'ⵉ' | 'ⵢ' => return Sound::Vowel('y'),
        'o' | 'u' | 'w' | 'و' | 'ⵓ' | 'ⵡ' => return Sound::Vowel('w'),
        _ => return Sound::Unheard,
    })
}

fn fold(c: char, out: &mut String) {
    let plain = match c {
        'à'..='å' | 'ā' => 'a',
        'ç' => 'c',
        'è'..='ë' | 'ē' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ō' => 'o',
        'ù'..='ü' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        // Tamazight in Latin letters.
        'ḍ' => 'd',
        'ḥ' => 'h',
        'ṛ' => 'r',
        'ṣ' => 's',
        'ṭ' => 't',
        'ẓ' => 'z',
        'ǧ' | 'ž' => 'j',
        'œ' | 'æ' | 'ɣ' | 'č' | 'š' => {
            out.push_str(match c {
                'œ' => "oe",
                'æ' => "ae",
                'ɣ' => "gh",
                _ => "ch",
            });
            return;
        }
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        // The hard g, which Moroccans write in four ways: أݣادير is أكادير.
        'گ' | 'ڭ' | 'ݣ' | 'ک' => 'ك',
        // Tatweel, harakat, the combining marks of decomposed Latin, the lone hamza, Tifinagh's
        // labialisation; ayn in Latin letters; and what has no width inside a word.
        '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{300}'..='\u{36f}'
        | 'ء'
        | 'ⵯ'
        | 'ɛ'
        | 'ʿ'
        | 'ʾ'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'
        | '\u{feff}' => return,
        '\'' | '‘' | '’' | 'ʼ' | '`' | '´' | '′' => '\'',
        c => crate::text::western_digit(c),
    };
    out.push(if plain.is_alphanumeric() || plain == '\'' {
        plain
    } else {
        ' '
    });
}

fn strip_affixes(word: &str) -> String {
    // French: l'huile, d'argane, qu'il. Other apostrophes belong to the name: M'Gouna is Mgouna.
    let word = match word.split_once('\'') {
        Some(("l" | "d" | "qu", rest)) => rest.replace('\'', ""),
        _ => word.replace('\'', ""),
    };
    // Arabic: the article alone or after و ف ب ك, and لل; three letters must remain.
    for prefix in [
        "وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "ال", "لل",
    ] {
        if let Some(rest) = word.strip_prefix(prefix)
            && rest.chars().count() >= 3
        {
            return rest.to_owned();
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        let cases: [(&str, &[&str]); 22] = [
            ("Huile d'Argane", &["huile", "argane"]),
            ("L’huile d’olive", &["huile", "olive"]),
            ("ce qu'il faut", &["ce", "il", "faut"]),
            ("Kelâat M'Gouna", &["kelaat", "mgouna"]),
            (
                "Œuvre de Fès, 2ᵉ choix",
                &["oeuvre", "de", "fes", "2ᵉ", "choix"],
            ),
            ("Fe\u{300}s", &["fes"]),
            (
                "Aɣrum n Tmazirt, Ḥenna",
                &["aghrum", "n", "tmazirt", "henna"],
            ),
            ("زَيْت أَرْكَان", &["زيت", "اركان"]),
            ("إكليل آسفي ٱسم", &["اكليل", "اسفي", "اسم"]),
            ("لؤلؤ", &["لولو"]),
            ("شاطئ مصطفى", &["شاطي", "مصطفي"]),
            ("الزيت والعسل", &["زيت", "عسل"]),
            (
                "بالزعفران كالعسل فالتمر للورد",
                &["زعفران", "عسل", "تمر", "ورد"],
            ),
            // Nothing is taken from a word that would keep fewer than three letters.
            ("ألم الله", &["الم", "الله"]),
            ("زربيّة تازناخت", &["زربيه", "تازناخت"]),
            ("عـــسل", &["عسل"]),
            ("حناء", &["حنا"]),
            ("أݣادير أڭادير أگادير", &["اكادير", "اكادير", "اكادير"]),
            ("٥٠٠ g ۲", &["500", "g", "2"]),
            ("ⵜⴰⵣⴳⴳⵯⴰⵖⵜ", &["ⵜⴰⵣⴳⴳⴰⵖⵜ"]),
            ("أر\u{200d}كان\u{200f}", &["اركان"]),
            (" '’ - … ", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Kelâat M'Gouna", "بالزَّعْفَران", "Œuvre", "Aɣrum", "أݣادير"]
        {
            let once = normalize(text);
            assert_eq!(normalize(&once), once, "{text}");
        }
    }

    #[test]
    fn the_three_scripts_meet() {
        let cases: [&[&str]; 55] = [
            // Of the products.
            &["argan", "argane", "arghan", "أركان", "ⴰⵔⴳⴰⵏ"],
            &["amlou", "amlu", "أملو", "ⴰⵎⵍⵓ"],
            &["safran", "saffron"],
            &["zaafran", "زعفران", "ⵣⵄⴼⵔⴰⵏ"],
            &["Taliouine", "تالوين", "ⵜⴰⵍⵉⵡⵉⵏ"],
            &["Majhoul", "المجهول"],
            &["Tafilalet", "تافيلالت", "ⵜⴰⴼⵉⵍⴰⵍⵜ"],
            &["Boufeggous", "بوفقوس"],
            &["Aziza", "عزيزة", "ⵄⵣⵉⵣⴰ"],
            &["Figuig", "فكيك", "فݣيݣ", "ⴼⵉⴳⵉⴳ"],
            &["Berkane", "بركان", "ⴱⵔⴽⴰⵏ"],
            &["Clémentine", "كليمنتين"],
            &["Tyout", "تيوت"],
            &["Chiadma", "شياظمة"],
            &["Ouezzane", "وزان", "ⵡⵣⵣⴰⵏ"],
            &["M'Gouna", "مكونة", "ⵎⴳⵓⵏⴰ"],
            &["Midelt", "ميدلت", "ⵎⵉⴷⵍⵜ"],
            &["Tafraout", "تافراوت", "ⵜⴰⴼⵔⴰⵡⵜ"],
            &["Baâmrane", "Baamrane", "باعمران"],
            &["Chefchaouen", "شفشاون", "ⵛⴼⵛⴰⵡⵏ"],
            &["Sefri", "السفري"],
            &["Zegzel", "زكزل"],
            &["Nabout", "نابوت"],
            &["Doukkala", "دكالة"],
            &["cumin", "كمون"],
            &["Beldi", "بلدي"],
            &["Rhamna", "الرحامنة"],
            &["Zguid", "زكيد", "ⵣⴳⵉⴷ"],
            &["Safi", "Asfi", "آسفي", "ⴰⵙⴼⵉ"],
            &["Taznakht", "Tazenakht", "تازناخت", "ⵜⴰⵣⵏⴰⵅⵜ"],
            &["hanbel", "حنبل"],
            &["Tiznit", "تيزنيت", "ⵜⵉⵣⵏⵉⵜ"],
            &["melhfa", "ملحفة"],
            &["Dakhla", "الداخلة", "ⴷⴷⴰⵅⵍⴰ"],
            &["sahraouia", "صحراوية"],
            // Of the regions and the cooperatives.
            &["Tétouan", "ⵜⵉⵟⵟⴰⵡⵉⵏ"],
            &["Meknès", "مكناس", "ⵎⴽⵏⴰⵙ"],
            &["Rabat", "الرباط", "ⵕⵕⴱⴰⵟ"],
            &["Kénitra", "القنيطرة", "ⵇⵏⵉⵟⵔⴰ"],
            &["Mellal", "ملال", "ⵎⵍⵍⴰⵍ"],
            &["Khénifra", "خنيفرة", "ⵅⵏⵉⴼⵔⴰ"],
            &["Settat", "سطات"],
            &["Marrakech", "Marrakesh", "مراكش", "ⵎⵕⵕⴰⴽⵛ"],
            &["Souss", "سوس", "ⵙⵓⵙ"],
            &["Guelmim", "كلميم", "ⴳⵍⵎⵉⵎ"],
            &["Noun", "نون", "ⵏⵓⵏ"],
            &["Essaouira", "الصويرة"],
            &["Agadir", "أكادير", "ⴰⴳⴰⴷⵉⵔ"],
            &["Ifni", "إفني", "ⵉⴼⵏⵉ"],
            &["Tafsut", "تافسوت", "ⵜⴰⴼⵙⵓⵜ"],
            &["Anzar", "أنزار", "ⴰⵏⵣⴰⵔ"],
            &["Tilila", "تيليلا", "ⵜⵉⵍⵉⵍⴰ"],
            &["Mogador", "موكادور"],
            &["Nakhil", "نخيل"],
            &["Taounate", "تاونات", "ⵜⴰⵡⵏⴰⵜ"],
        ];
        let of = |text: &str| {
            tokens(text)
                .iter()
                .map(|token| skeleton(token))
                .collect::<Vec<_>>()
        };
        let mut apart = Vec::new();
        for spellings in cases {
            for spelling in &spellings[1..] {
                if of(spelling) != of(spellings[0]) || of(spelling).concat().is_empty() {
                    apart.push(format!(
                        "{} {:?} {spelling} {:?}",
                        spellings[0],
                        of(spellings[0]),
                        of(spelling)
                    ));
                }
            }
        }
        assert_eq!(apart, Vec::<String>::new());
    }

    #[test]
    fn a_short_word_keeps_its_long_vowels_and_a_shorter_one_has_no_skeleton() {
        let cases = [
            ("rose", "rws"),
            ("huile", "wyl"),
            ("miel", "myl"),
            ("زيت", "zyt"),
            ("de", ""),
            ("eau", ""),
            ("500", ""),
            ("", ""),
        ];
        for (word, expected) in cases {
            assert_eq!(skeleton(word), expected, "{word}");
        }
    }

    #[test]
    fn a_words_script_is_its_first_letters() {
        let cases = [
            ("argan", Script::Latin),
            ("اركان", Script::Arabic),
            ("ⴰⵔⴳⴰⵏ", Script::Tifinagh),
            ("500", Script::Latin),
        ];
        for (word, script) in cases {
            assert_eq!(Script::of(word), script, "{word}");
        }
    }
}
