//! ZIP files of papers, opened with limits: a bomb is one finding, not a full disk.

use std::io::{Cursor, Read};

use liasse_domain::Finding;

/// Most members of one ZIP.
const MOST_MEMBERS: usize = 5_000;
/// Largest member, in bytes.
const LARGEST_MEMBER: u64 = 500 * 1024 * 1024;
/// Largest sum of all members, in bytes.
const LARGEST_SUM: u64 = 2 * 1024 * 1024 * 1024;
/// Highest ratio of a member's size to its compressed size: deflate cannot do better than 1032, papers stay below 100.
const HIGHEST_RATIO: u64 = 200;
/// Members below this size are let pass whatever their ratio.
const HARMLESS: u64 = 10 * 1024 * 1024;

/// One file of a ZIP.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name inside the ZIP, folders included.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

fn is_noise(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || file.starts_with('.') || matches!(file, "Thumbs.db" | "desktop.ini")
}

/// Whether a ZIP is an office document: Office Open XML (ECMA-376-2, section 10.1.2.4) or OpenDocument (part 2, 3.3).
pub fn is_office_document(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| {
        archive
            .file_names()
            .take(MOST_MEMBERS)
            .flatten()
            .any(|name| matches!(name.as_ref(), "[Content_Types].xml" | "mimetype"))
    })
}

/// Hands every member to `take`, and says what was wrong with the others. Nothing is written to disk here.
pub fn members(bytes: &[u8], mut take: impl FnMut(Member)) -> Vec<Finding> {
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let message =
                format!("the ZIP cannot be opened ({error}): make it again or send its files one by one");
            return vec![Finding::error("zip_damaged", message)];
        }
    };
    if archive.len() > MOST_MEMBERS {
        let message = format!(
            "the ZIP has {} files: expected at most {MOST_MEMBERS}, cut it into parts",
            archive.len()
        );
        return vec![Finding::error("zip_too_many_files", message)];
    }
    let mut findings = Vec::new();
    let mut sum = 0u64;
    for index in 0..archive.len() {
        let mut member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                findings.push(Finding::error(
                    "zip_member_damaged",
                    format!("file {} of the ZIP: {error}", index + 1),
                ));
                continue;
            }
        };
        let name = match member.name() {
            Ok(name) => name.into_owned(),
            Err(_) => format!("file {}", index + 1),
        };
        if member.is_dir() || is_noise(&name) {
            continue;
        }
        let (declared, packed) = (member.size(), member.compressed_size().max(1));
        if declared > LARGEST_MEMBER || (declared > HARMLESS && declared / packed > HIGHEST_RATIO) {
            let message = format!(
                "`{name}` would unpack to {declared} bytes from {packed}: left packed, send the file itself"
            );
            findings.push(Finding::error("zip_bomb", message));
            continue;
        }
        // The declared size may lie: no more than the limit is ever unpacked.
        let limit = LARGEST_MEMBER.min(packed.saturating_mul(HIGHEST_RATIO).max(HARMLESS));
        let mut content = Vec::new();
        match member.by_ref().take(limit + 1).read_to_end(&mut content) {
            Err(error) => {
                findings.push(Finding::error("zip_member_damaged", format!("`{name}`: {error}")));
                continue;
            }
            Ok(read) if read as u64 > limit => {
                let message =
                    format!("`{name}` unpacks to more than {limit} bytes: left packed, send the file itself");
                findings.push(Finding::error("zip_bomb", message));
                continue;
            }
            Ok(read) => sum += read as u64,
        }
        if sum > LARGEST_SUM {
            let message = format!(
                "the ZIP unpacks to more than {LARGEST_SUM} bytes: `{name}` and what follows were left packed"
            );
            findings.push(Finding::error("zip_too_large", message));
            break;
        }
        take(Member { name, bytes: content });
    }
    findings
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn unpacks_papers_and_leaves_noise() {
        let bytes = zip(&[("a/x.pdf", b"%PDF-"), ("__MACOSX/a/._x.pdf", b"no"), (".DS_Store", b"no")]);
        let mut names = Vec::new();
        assert_eq!(members(&bytes, |member| names.push(member.name)), []);
        assert_eq!(names, ["a/x.pdf"]);
    }

    #[test]
    fn leaves_a_bomb_packed() {
        let zeros = vec![0u8; 60 * 1024 * 1024];
        let bytes = zip(&[("bomb", &zeros), ("x.pdf", b"%PDF-")]);
        let mut names = Vec::new();
        let findings = members(&bytes, |member| names.push(member.name));
        assert_eq!(findings.first().map(|finding| finding.code.as_str()), Some("zip_bomb"));
        assert_eq!(names, ["x.pdf"]);
    }

    #[test]
    fn knows_an_office_document() {
        assert!(is_office_document(&zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"<w/>")
        ])));
        assert!(!is_office_document(&zip(&[("a/x.pdf", b"%PDF-"), ("b/mimetype", b"x")])));
    }

    #[test]
    fn says_that_it_is_damaged() {
        let findings = members(b"PK\x03\x04 and no more", |_| {});
        assert_eq!(findings.first().map(|finding| finding.code.as_str()), Some("zip_damaged"));
    }
}
