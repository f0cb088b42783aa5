//! Names of dropped files and of their folders.

use liasse_domain::Date;

use super::DropError;
use crate::IdempotencyKey;
use crate::naming::parts;

/// Six digits.
pub const LAST_SEQUENCE: u32 = 999_999;
/// What is dropped: e-invoices, and papers that none carries.
const ENDINGS: [&str; 2] = [".xml", ".pdf"];
/// Longest name of one folder.
const LONGEST_FOLDER: usize = 64;

/// `YYYYMMDD_<seq6>_<supplier>_<number>_<mark>.<ending>`: ASCII, sorts in the order of date and sequence.
pub fn file_name(
    date: Date,
    sequence: u32,
    supplier: &str,
    number: &str,
    key: &IdempotencyKey,
    ending: &str,
) -> Result<String, DropError> {
    if sequence > LAST_SEQUENCE {
        return Err(DropError::Sequence { sequence });
    }
    let (supplier, number) = parts(supplier, number);
    Ok(format!("{}_{sequence:06}_{supplier}_{number}_{}.{ending}", date.compact(), key.mark()))
}

/// Name of the file while it is written. The leading point and the ending keep it from being taken.
pub fn unfinished_name(key: &IdempotencyKey) -> String {
    format!(".liasse-{}.tmp", key.mark())
}

/// The mark in the name of a dropped file; none in other names.
pub fn mark_of(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))?;
    let mark = stem.rsplit_once('_')?.1;
    let is_mark = mark.len() == 12 && mark.bytes().all(|b| b.is_ascii_hexdigit());
    is_mark.then(|| mark.to_owned())
}

/// Whether `name` is one folder's name on Windows, macOS and Linux alike, and no way out of the tree.
pub fn is_folder_name(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
    let stem = name.split('.').next().unwrap_or("").trim_end().to_ascii_uppercase();
    let numbered = |port: &str| {
        stem.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let length = name.chars().count();
    (1..=LONGEST_FOLDER).contains(&length)
        && !name.chars().any(|c| c.is_control() || r#"<>:"/\|?*"#.contains(c))
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' '])
        && !DEVICES.contains(&stem.as_str())
        && !numbered("COM")
        && !numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> IdempotencyKey {
        text.parse().unwrap()
    }

    #[test]
    fn a_name_from_a_paper() {
        let date = Date::new(2026, 3, 9).unwrap();
        let name = file_name(
            date,
            42,
            "Brasserie Œuf & Fils S.à r.l.",
            "FA-2026/0117",
            &key("publication-1"),
            "xml",
        )
        .unwrap();
        let mark = key("publication-1").mark();
        assert_eq!(name, format!("20260309_000042_brasserie-oeuf-fils-s-a-r-l_FA-2026-0117_{mark}.xml"));
        assert_eq!(mark_of(&name).as_ref(), Some(&mark));
        assert_eq!(mark_of(&name.to_uppercase()), Some(mark));
        assert_eq!(mark_of("facture_2026.xml"), None);
        assert_eq!(mark_of(&unfinished_name(&key("publication-1"))), None);
        assert!(file_name(date, 1_000_000, "x", "y", &key("publication-1"), "xml").is_err());
    }

    #[test]
    fn hostile_parts_become_harmless() {
        let date = Date::new(2026, 3, 9).unwrap();
        let long = "ÄÖÜ€".repeat(200);
        for hostile in
            ["../../etc/passwd", "..\\..\\x", "", "…", "a\0b\nc", "CON", "名前", "-rf", long.as_str()]
        {
            let name = file_name(date, 1, hostile, hostile, &key("publication-1"), "xml").unwrap();
            assert!(name.len() < 100, "{name}");
            assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{name}");
            assert_eq!(name.split('_').count(), 5, "{name}");
            assert_eq!(name.matches('.').count(), 1, "{name}");
        }
    }

    #[test]
    fn folder_names_stay_in_the_tree() {
        for good in ["DUPONT", "0042", "Société Générale 2", "a.b", "CONSEIL", "COM", "COM12"] {
            assert!(is_folder_name(good), "{good}");
        }
        let long = "x".repeat(65);
        for bad in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "a\\b",
            "C:",
            "/etc",
            " x",
            "x ",
            "x.",
            ".hidden",
            "nul",
            "com1.txt",
            "LPT9",
            "a\0b",
            "a\nb",
            "a*",
            long.as_str(),
        ] {
            assert!(!is_folder_name(bad), "{bad:?}");
        }
    }
}
