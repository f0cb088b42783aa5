//! The certificate authority that is trusted beside those of this machine, for connections to other systems.

use std::path::Path;

use liasse_connectors::Authority;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::{AuthorityView, DeskError};
use crate::desk::Desk;

const AUTHORITY: &str = "certificate_authority";
/// A file of certificates is small; what is larger is something else.
const LARGEST: u64 = 1024 * 1024;

/// What was chosen. Certificates are public: they need no keyring.
#[derive(Serialize, Deserialize)]
struct Stored {
    name: String,
    pem: String,
}

fn parsed(pem: &str) -> Result<Authority, DeskError> {
    Authority::from_pem(pem)
        .map_err(|error| DeskError::new(error.code(), error.to_string()).with("detail", &error))
}

impl Desk {
    /// The additional certificate authority.
    pub(crate) fn authority(&self) -> Result<Option<Authority>, DeskError> {
        let stored: Option<Stored> = self.read(|reader| reader.setting(AUTHORITY))?;
        stored.map(|stored| parsed(&stored.pem)).transpose()
    }

    /// The additional certificate authority, as the settings show it.
    pub fn certificate_authority(&self) -> Result<Option<AuthorityView>, DeskError> {
        let stored: Option<Stored> = self.read(|reader| reader.setting(AUTHORITY))?;
        stored
            .map(|stored| {
                Ok(AuthorityView { fingerprints: parsed(&stored.pem)?.fingerprints(), name: stored.name })
            })
            .transpose()
    }

    /// Trusts the certificates of a PEM file beside those of this machine; without a file, none.
    ///
    /// # Errors
    /// `authority_none`, `authority_unusable`, `file_unreadable`.
    pub fn trust_authority(&self, path: Option<String>) -> Result<Option<AuthorityView>, DeskError> {
        let Some(path) = path else {
            self.command("distrust_authority", true, json!({}), &[], |writer| {
                Ok(writer.delete_setting(AUTHORITY)?)
            })?;
            return Ok(None);
        };
        let unreadable = |detail: String| {
            DeskError::new("file_unreadable", format!("{path}: {detail}")).with("detail", &detail)
        };
        let size = std::fs::metadata(&path).map_err(|error| unreadable(error.to_string()))?.len();
        if size > LARGEST {
            return Err(unreadable("too large for certificates".to_owned()));
        }
        let bytes = std::fs::read(&path).map_err(|error| unreadable(error.to_string()))?;
        let pem = String::from_utf8_lossy(&bytes).into_owned();
        let fingerprints = parsed(&pem)?.fingerprints();
        let name =
            Path::new(&path).file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into());
        let stored = Stored { name: name.clone(), pem };
        let summary = json!({ "name": name, "fingerprints": fingerprints });
        self.command("trust_authority", true, summary, &[], |writer| {
            Ok(writer.put_setting(AUTHORITY, &stored)?)
        })?;
        Ok(Some(AuthorityView { name, fingerprints }))
    }
}
