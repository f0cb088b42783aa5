//! What the systems have in common: tokens, keys and the pieces received.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::disk::{Arrival, Disk, System};
use super::platform::Flows;
use super::seed;
use super::wire::{Reply, Request};
use crate::RemoteState;

/// Everything that the sandbox knows.
pub struct Desk {
    pub disk: Disk,
    pub flows: Flows,
    pub token_life: Duration,
    pub strict_chart: bool,
    pub forgets_keys: bool,
    pub tokens: HashMap<String, (System, Instant)>,
    pub tokens_given: u64,
}

/// An answer that says no.
pub fn refuse(system: System, status: u16, code: &str, message: &str) -> Reply {
    let body = match system {
        System::Ge => json!({ "error": { "code": code, "message": message } }),
        System::Meg => json!({ "code": code, "message": message }),
        System::Platform => json!({ "errorCode": code, "errorMessage": message }),
    };
    Reply::json(status, &body)
}

impl Desk {
    /// A new token, as RFC 6749 §5.1 words it.
    pub fn give_token(&mut self, system: System) -> Reply {
        self.tokens_given += 1;
        let digest = Sha256::digest(format!("{:?} {}", Instant::now(), self.tokens_given));
        let token: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        self.tokens.insert(token.clone(), (system, Instant::now() + self.token_life));
        let life = self.token_life.as_secs();
        Reply::json(200, &json!({ "access_token": token, "token_type": "Bearer", "expires_in": life }))
    }

    /// Nothing when the request bears a token that has not ended.
    pub fn check_token(&self, system: System, request: &Request) -> Option<Reply> {
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let known = token.and_then(|token| self.tokens.get(token));
        match known {
            Some((own, ends)) if *own == system && *ends > Instant::now() => None,
            _ => Some(refuse(system, 401, "token_expired", "the token has ended or is none of ours")),
        }
    }

    /// The folder, or the answer that says why it takes nothing.
    pub fn open_folder(
        &self,
        system: System,
        id: &str,
        writing: bool,
    ) -> Result<&'static seed::Folder, Reply> {
        let folder = seed::FOLDERS
            .iter()
            .find(|folder| folder.id == id)
            .ok_or_else(|| refuse(system, 404, "unknown_folder", &format!("there is no folder {id}")))?;
        match (system, folder.open) {
            (System::Ge, false) => Err(refuse(
                system,
                403,
                "folder_not_activated",
                "activate the application in the folder's Marketplace",
            )),
            (System::Meg, false) if writing => {
                Err(refuse(system, 403, "licence", "the folder has no Premium licence"))
            }
            _ => Ok(folder),
        }
    }

    /// Takes a piece once. `check` says why it cannot be taken.
    pub fn take(
        &mut self,
        system: System,
        folder: &str,
        request: &Request,
        image: &'static str,
        state: RemoteState,
        check: impl FnOnce(&Value) -> Result<(), (&'static str, String)>,
    ) -> Reply {
        let Some(key) = request.header("idempotency-key").filter(|key| !key.is_empty()) else {
            return refuse(system, 400, "invalid", "the header Idempotency-Key is missing");
        };
        let digest: String = Sha256::digest(&request.body).iter().map(|byte| format!("{byte:02x}")).collect();
        let before = self.disk.find(system, folder, key).filter(|_| !self.forgets_keys);
        if let Some(piece) = before {
            if piece.digest != digest {
                let code = if system == System::Ge { "idempotency_key_reused" } else { "key_reused" };
                return refuse(system, 409, code, "this key was used for another piece");
            }
            let body = json!({ "id": piece.id, "state": piece.state });
            return Reply::json(200, &body).with("idempotency-replayed", "true");
        }
        let body: Value = match serde_json::from_slice(&request.body) {
            Ok(body) => body,
            Err(error) => return refuse(system, 400, "invalid", &format!("the body is no JSON: {error}")),
        };
        if let Err((code, message)) = check(&body) {
            return refuse(system, 422, code, &message);
        }
        match self.disk.keep(Arrival { system, folder, key, digest, state }, body, image) {
            Ok(piece) => Reply::json(201, &json!({ "id": piece.id, "state": piece.state })),
            Err(error) => refuse(system, 500, "disk", &error.to_string()),
        }
    }

    /// The pieces of a folder under a key, as a list.
    pub fn by_key(&self, system: System, folder: &str, request: &Request) -> Reply {
        let Some(key) = request.query("idempotency_key") else {
            return refuse(system, 400, "invalid", "the parameter idempotency_key is missing");
        };
        let found = self.disk.find(system, folder, key);
        let items: Vec<Value> =
            found.iter().map(|piece| json!({ "id": piece.id, "state": piece.state })).collect();
        Reply::json(200, &json!({ "items": items, "next": null }))
    }

    /// The exercises: first day, last day, closed.
    pub fn exercises(&self) -> Vec<(&'static str, &'static str, bool)> {
        let turned = |(start, end, closed): &(&'static str, &'static str, bool)| {
            (*start, *end, *closed || self.disk.is_closed(start))
        };
        seed::EXERCISES.iter().map(turned).collect()
    }
}

/// Why a date takes no entry.
pub fn check_date(
    exercises: &[(&'static str, &'static str, bool)],
    date: &str,
) -> Result<(), (&'static str, String)> {
    // ISO dates compare as text.
    let holds = exercises.iter().find(|(start, end, _)| *start <= date && date <= *end);
    match holds {
        Some((start, end, true)) => {
            Err(("exercise_closed", format!("the exercise {start} to {end} is closed")))
        }
        Some(_) => Ok(()),
        None => Err(("no_exercise", format!("no exercise holds {date}"))),
    }
}
