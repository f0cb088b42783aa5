//! Faults on demand.

use serde::{Deserialize, Serialize};

use super::post::MailFault;
use super::wire::Request;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// The answer comes this much later.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// The answer is this HTTP status.
    Status {
        /// HTTP status.
        status: u16,
    },
    /// The connection is cut without an answer.
    Cut,
    /// 429 with `Retry-After`.
    RateLimit {
        /// Seconds to wait.
        seconds: u64,
    },
    /// 422 with this code.
    Refuse {
        /// The code, in the system's words.
        code: String,
    },
    /// All tokens end now.
    ExpireTokens,
    /// The answer is 200 with a body that is no JSON.
    Garble,
    /// A new connection is shown a certificate of another authority.
    WrongCertificate,
}

/// Before or after the request has had its effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The request has no effect.
    #[default]
    Before,
    /// The request has had its effect; only the answer suffers.
    After,
}

/// A fault and the requests that it strikes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What goes wrong.
    #[serde(flatten)]
    pub action: Action,
    /// Before or after the effect.
    #[serde(default)]
    pub when: When,
    /// Only requests of this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests whose path holds this text, or ends with it where a `$` follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many requests it strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// How many in a hundred of the matching requests it strikes.
    #[serde(default = "always")]
    pub percent: u8,
}

/// Where messages to the platform arrive; searches have a path that goes on.
pub const MESSAGES: &str = "v1/flows$";

fn once() -> u32 {
    1
}
fn always() -> u8 {
    100
}

impl Fault {
    /// Strikes the next posted entry.
    pub fn on_next_post(action: Action, when: When) -> Fault {
        Fault {
            action,
            when,
            method: Some("POST".to_owned()),
            path: Some("folders".to_owned()),
            times: 1,
            percent: 100,
        }
    }
    /// Strikes the next message to the platform.
    pub fn on_next_message(action: Action, when: When) -> Fault {
        Fault { path: Some(MESSAGES.to_owned()), ..Fault::on_next_post(action, when) }
    }
    /// Strikes the next file that is fetched from the platform.
    pub fn on_next_file(action: Action, when: When) -> Fault {
        Fault {
            method: Some("GET".to_owned()),
            path: Some("v1/flows/".to_owned()),
            ..Fault::on_next_post(action, when)
        }
    }
    /// Strikes the next question.
    pub fn on_next_get(action: Action) -> Fault {
        Fault { method: Some("GET".to_owned()), ..Fault::on_next_post(action, When::Before) }
    }
}

/// The faults that are still to strike.
pub struct Faults {
    pending: Vec<Fault>,
    storm: u8,
    dice: u64,
}

impl Faults {
    /// None yet. The same seed makes the same dice.
    pub fn new(seed: u64) -> Faults {
        Faults { pending: Vec::new(), storm: 0, dice: seed | 1 }
    }
    /// One more.
    pub fn add(&mut self, fault: Fault) {
        self.pending.push(fault);
    }
    /// No more.
    pub fn clear(&mut self) {
        self.pending.clear();
        self.storm = 0;
    }
    /// Those still to strike.
    pub fn pending(&self) -> &[Fault] {
        &self.pending
    }
    /// How many requests in a hundred a storm strikes, each with a fault by chance.
    pub fn storm(&self) -> u8 {
        self.storm
    }
    /// Lets a storm strike this many requests in a hundred; none ends it.
    pub fn set_storm(&mut self, percent: u8) {
        self.storm = percent.min(100);
    }
    /// The fault that strikes this request.
    pub fn strike(&mut self, request: &Request) -> Option<Fault> {
        let path = request.path_text();
        let found = self.take(|fault| {
            fault.action != Action::WrongCertificate
                && fault.method.as_ref().is_none_or(|method| *method == request.method)
                && fault.path.as_ref().is_none_or(|part| match part.strip_suffix('$') {
                    Some(end) => path.ends_with(end),
                    None => path.contains(part.as_str()),
                })
        });
        let struck = found.is_none() && self.roll() < u64::from(self.storm);
        found.or_else(|| struck.then(|| self.weather()))
    }
    /// Whether a new connection is shown the wrong certificate.
    pub fn strike_connection(&mut self) -> bool {
        // A storm strikes connections more rarely than requests: most requests share one.
        self.take(|fault| fault.action == Action::WrongCertificate).is_some()
            || self.roll() < u64::from(self.storm) / 4
    }
    /// What a storm does to this letter.
    pub fn strike_letter(&mut self) -> Option<MailFault> {
        (self.roll() < u64::from(self.storm)).then(|| match self.roll() {
            0..20 => MailFault::CutTaken,
            20..35 => MailFault::CutUntaken,
            35..50 => MailFault::CutWhileSent,
            50..65 => MailFault::NotNow,
            65..80 => MailFault::NotNowAtEnd,
            80..86 => MailFault::RefuseContent,
            86..92 => MailFault::RefuseRecipient,
            92..96 => MailFault::RefuseSender,
            _ => MailFault::RefuseLogin,
        })
    }
    /// Whether a fault waits for a new connection: then none is kept.
    pub fn waits_for_connection(&self) -> bool {
        self.pending.iter().any(|fault| fault.action == Action::WrongCertificate)
    }
    fn take(&mut self, meant: impl Fn(&Fault) -> bool) -> Option<Fault> {
        for place in 0..self.pending.len() {
            let rolled = self.roll();
            let Some(fault) = self.pending.get_mut(place) else { continue };
            if !meant(fault) || rolled >= u64::from(fault.percent) {
                continue;
            }
            let struck = fault.clone();
            fault.times = fault.times.saturating_sub(1);
            if fault.times == 0 {
                self.pending.remove(place);
            }
            return Some(struck);
        }
        None
    }
    /// One of all the things that go wrong, the lasting ones rarer.
    fn weather(&mut self) -> Fault {
        let (action, when) = match self.roll() {
            0..15 => (Action::Status { status: 500 }, When::Before),
            15..25 => (Action::Status { status: 503 }, When::Before),
            25..35 => (Action::Status { status: 500 }, When::After),
            35..50 => (Action::RateLimit { seconds: 1 }, When::Before),
            50..60 => (Action::Cut, When::Before),
            60..75 => (Action::Cut, When::After),
            75..83 => (Action::Garble, When::After),
            83..90 => (Action::ExpireTokens, When::Before),
            90..96 => (Action::Delay { ms: 300 }, When::Before),
            96..98 => (Action::Delay { ms: LATE_MS }, When::Before),
            _ => (Action::Delay { ms: LATE_MS }, When::After),
        };
        Fault { action, when, method: None, path: None, times: 1, percent: 100 }
    }
    /// 0 to 99, by xorshift64: repeatable, and good enough for dice.
    fn roll(&mut self) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice % 100
    }
}

/// Longer than a client with a patience of two seconds waits, shorter than it takes for what it sent to be settled.
const LATE_MS: u64 = 2_100;
