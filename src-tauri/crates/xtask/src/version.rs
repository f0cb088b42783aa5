//! Versions of tools, compared as numbers.

/// A version as `major.minor.patch`; what is not written counts as zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// Reads `v20.19.2`, `20.19`, `24.0.0-rc.1` (the part after `-` is ignored).
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim().trim_start_matches('v');
        let text = text.split(['-', '+', ' ']).next()?;
        let mut numbers = text.split('.').map(|part| part.parse::<u32>().ok());
        let major = numbers.next()??;
        let minor = numbers.next().unwrap_or(Some(0))?;
        let patch = numbers.next().unwrap_or(Some(0))?;
        Some(Version(major, minor, patch))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// Whether the front end's build accepts this Node: `^20.19 || >=22.12`, as Vite 8 states it.
pub fn node_is_good(version: Version) -> bool {
    (version >= Version(20, 19, 0) && version < Version(21, 0, 0)) || version >= Version(22, 12, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers_not_as_text() {
        assert!(Version::parse("v20.9.0") < Version::parse("v20.19.0"));
        assert!(Version::parse("22.12") == Some(Version(22, 12, 0)));
        assert_eq!(Version::parse("24.0.0-rc.1"), Some(Version(24, 0, 0)));
        assert_eq!(Version::parse("node"), None);
        assert_eq!(Version::parse("20.x"), None);
        assert_eq!(Version::parse(""), None);
    }

    #[test]
    fn node_between_the_supported_lines_is_refused() {
        for (text, good) in [
            ("18.20.4", false),
            ("20.18.3", false),
            ("20.19.0", true),
            ("21.7.3", false),
            ("22.11.0", false),
            ("22.12.0", true),
            ("24.19.0", true),
        ] {
            assert_eq!(node_is_good(Version::parse(text).unwrap()), good, "{text}");
        }
    }
}
