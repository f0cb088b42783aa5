//! What can go wrong with another system, told apart by what the other side can have received.

use std::fmt;
use std::time::Duration;

/// Why the other system said no. The codes are ours; each connector maps its system's words to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The entry's date is in a closed exercise.
    ExerciseClosed,
    /// The entry's date is in no exercise of the folder.
    NoExercise,
    /// The folder does not accept the entry's currency.
    CurrencyNotAllowed,
    /// The folder does not accept the third party's country.
    CountryNotAllowed,
    /// The folder has no such journal.
    UnknownJournal,
    /// The folder has no such account.
    UnknownAccount,
    /// The folder does not know this VAT marker or account.
    UnknownVat,
    /// There is no such folder, or not for this firm.
    UnknownFolder,
    /// The folder's marketplace connection is not activated.
    FolderNotActivated,
    /// The firm's licence does not include what was asked (MEG asks for Premium).
    Licence,
    /// The key was used before for other content.
    KeyReused,
    /// The target takes no documents of this flow.
    FlowNotTaken,
    /// The entry or its image is too large.
    TooLarge,
    /// The entry is malformed to the other side's eyes.
    Invalid,
    /// The entity identifier, the SIREN or the rights were not accepted.
    Forbidden,
    /// A code that this version does not know, as the system wrote it.
    Other(String),
}

impl Refusal {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &str {
        match self {
            Refusal::ExerciseClosed => "exercise_closed",
            Refusal::NoExercise => "no_exercise",
            Refusal::CurrencyNotAllowed => "currency_not_allowed",
            Refusal::CountryNotAllowed => "country_not_allowed",
            Refusal::UnknownJournal => "unknown_journal",
            Refusal::UnknownAccount => "unknown_account",
            Refusal::UnknownVat => "unknown_vat",
            Refusal::UnknownFolder => "unknown_folder",
            Refusal::FolderNotActivated => "folder_not_activated",
            Refusal::Licence => "licence",
            Refusal::KeyReused => "key_reused",
            Refusal::FlowNotTaken => "flow_not_taken",
            Refusal::TooLarge => "too_large",
            Refusal::Invalid => "invalid",
            Refusal::Forbidden => "forbidden",
            Refusal::Other(code) => code,
        }
    }
    /// The refusal of this code.
    pub fn from_code(code: &str) -> Refusal {
        use Refusal::*;
        let known = [
            ExerciseClosed,
            NoExercise,
            CurrencyNotAllowed,
            CountryNotAllowed,
            UnknownJournal,
            UnknownAccount,
            UnknownVat,
            UnknownFolder,
            FolderNotActivated,
            Licence,
            KeyReused,
            FlowNotTaken,
            TooLarge,
            Invalid,
            Forbidden,
        ];
        known.into_iter().find(|refusal| refusal.code() == code).unwrap_or_else(|| Other(code.to_owned()))
    }
}
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a system gave no answer to a question. Nothing was changed there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address given in the settings cannot be used.
    #[error(
        "{system}: the address `{address}` cannot be used: {expected}; correct it in the connection's settings"
    )]
    Address {
        /// The system.
        system: &'static str,
        /// The address.
        address: String,
        /// What an address must be.
        expected: &'static str,
    },
    /// No connection: refused, unknown host, certificate not accepted.
    #[error("{system} cannot be reached ({detail}); check the network and the address, then try again")]
    Unreachable {
        /// The system.
        system: &'static str,
        /// The cause.
        detail: String,
    },
    /// The other side showed a certificate that is not accepted. Nothing was said to it.
    #[error(
        "{system} shows a certificate that is not accepted ({detail}); check the address, or give the certificate authority of your network in the settings"
    )]
    Certificate {
        /// The system.
        system: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The connection broke or stayed silent.
    #[error("{system} did not answer ({detail}); try again in a moment")]
    NoAnswer {
        /// The system.
        system: &'static str,
        /// The cause.
        detail: String,
    },
    /// The credentials were not accepted.
    #[error(
        "{system} does not accept the credentials: {message}; enter them again in the connection's settings"
    )]
    Credentials {
        /// The system.
        system: &'static str,
        /// What the system said.
        message: String,
    },
    /// Too many requests.
    #[error("{system} asks to wait {} s before the next request", retry_after.as_secs())]
    RateLimited {
        /// The system.
        system: &'static str,
        /// How long.
        retry_after: Duration,
    },
    /// The system refused the question.
    #[error("{system} refused ({refusal}): {message}")]
    Refused {
        /// The system.
        system: &'static str,
        /// Why.
        refusal: Refusal,
        /// What the system said.
        message: String,
    },
    /// The system failed.
    #[error("{system} failed (HTTP {status}); try again in a moment")]
    Failed {
        /// The system.
        system: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// The answer does not follow the contract.
    #[error("{system} answered something that the contract does not describe: {detail}")]
    Unreadable {
        /// The system.
        system: &'static str,
        /// What was unexpected.
        detail: String,
    },
}

impl FetchError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            FetchError::Address { .. } => "target_address",
            FetchError::Unreachable { .. } => "target_unreachable",
            FetchError::Certificate { .. } => "target_certificate",
            FetchError::NoAnswer { .. } => "target_no_answer",
            FetchError::Credentials { .. } => "target_credentials",
            FetchError::RateLimited { .. } => "target_rate_limited",
            FetchError::Refused { .. } => "target_refused",
            FetchError::Failed { .. } => "target_failed",
            FetchError::Unreadable { .. } => "target_unreadable",
        }
    }
    /// Whether the same question may succeed later without anything being changed.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            FetchError::Unreachable { .. }
                | FetchError::NoAnswer { .. }
                | FetchError::RateLimited { .. }
                | FetchError::Failed { .. }
        )
    }
}

/// Why an entry is not known to be posted. The three cases ask for three different reactions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Definite: the system has read the entry and does not take it. Correct the entry or the folder, then publish again
    /// under a new key.
    #[error("{system} refused the entry ({refusal}): {message}")]
    Refused {
        /// The system.
        system: &'static str,
        /// Why.
        refusal: Refusal,
        /// What the system said.
        message: String,
    },
    /// Definite: the system has not received the entry. It may be sent again under the same key.
    #[error("the entry was not sent: {0}")]
    NotSent(FetchError),
    /// The entry was sent and no readable answer came. Ask [`crate::Target::find_by_key`]; never send again blindly.
    #[error(
        "the entry was sent to {system} and no readable answer came ({detail}); it may have been received"
    )]
    Unknown {
        /// The system.
        system: &'static str,
        /// What happened instead.
        detail: String,
    },
}

impl PostError {
    /// Stable code; screens translate it. A refusal has a finer one in [`PostError::refusal`].
    pub fn code(&self) -> &'static str {
        match self {
            PostError::Refused { .. } => "post_refused",
            PostError::NotSent(_) => "post_not_sent",
            PostError::Unknown { .. } => "post_unknown",
        }
    }
    /// Why the system said no, when it did.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            PostError::Refused { refusal, .. } => Some(refusal),
            PostError::NotSent(_) | PostError::Unknown { .. } => None,
        }
    }
}
