//! Sending entries over the network, one after the other. What surely did not arrive is sent again after a pause; what may
//! have arrived is looked up, and sent again only when the system has had its time and does not show it.

use std::time::{Duration, Instant};

use liasse_connectors::{
    Attachment, Exercise, FetchError, FolderId, IdempotencyKey, Journal, PostEntry, PostError,
    Target as System, precheck,
};
use liasse_domain::{ClientFile, DocumentKind, EntryPurpose, VatLine};

use super::outbox::tell;
use super::{Outcome, Outgoing, Target};
use crate::api::{DeskError, Message, PublicationReport};
use crate::clock;
use crate::desk::Desk;

/// How often an entry is sent that surely did not arrive.
const TRIES: u32 = 6;
/// The pause after the first try; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(400);
/// A system that wants a longer pause is left alone until the user publishes again.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// How long a publication waits at its end until doubtful outcomes can be told; later ones are looked up later.
const AT_THE_END: Duration = Duration::from_secs(10);
/// How often, at the end, an entry is sent again that had not arrived.
const ROUNDS: u32 = 3;

/// What came of one entry.
enum Sending {
    /// It is known.
    Known(Outcome),
    /// It may have arrived; since when.
    Doubtful(Instant, Message),
    /// It did not leave, and neither would the next one.
    Hopeless(Message),
}

/// What is said of an error that kept an entry from leaving.
fn not_sent(error: &FetchError) -> Message {
    Message::new(error.code()).with("detail", error)
}

/// What kind of document an entry is sent as: what reverses an invoice is a credit note to the target, and the other way round.
fn kind_sent(paper: &Outgoing, reverses: bool) -> DocumentKind {
    match paper.situation.reading.kind().unwrap_or(DocumentKind::Other) {
        kind if !reverses => kind,
        DocumentKind::CreditNote => DocumentKind::Invoice,
        _ => DocumentKind::CreditNote,
    }
}

fn refusal(error: &PostError) -> Message {
    match error {
        PostError::Refused { refusal, message, .. } => {
            Message::new(&format!("refusal_{}", refusal.code())).with("detail", message)
        }
        PostError::NotSent(error) => not_sent(error),
        PostError::Unknown { .. } => Message::new("publication_unknown"),
    }
}

/// The pause before try number `tries`: twice as long each time, and somewhat shorter by chance, so that many that failed
/// together do not come back together.
pub(super) fn pause(tries: u32, wanted: Option<Duration>) -> Duration {
    let whole = FIRST_PAUSE.saturating_mul(2u32.saturating_pow(tries)).min(LONGEST_PAUSE);
    let [.., chance] = clock::fresh().into_bytes();
    let by_chance = whole / 2 + whole.mul_f64(f64::from(chance) / 512.0);
    wanted.unwrap_or_default().max(by_chance)
}

/// Whether the next try may end otherwise though nothing was changed.
fn may_pass(error: &FetchError) -> bool {
    error.is_temporary() || matches!(error, FetchError::Certificate { .. } | FetchError::Unreadable { .. })
}

/// The exercises and journals of the folder that entries are posted to.
struct Foreseen {
    exercises: Vec<Exercise>,
    journals: Vec<Journal>,
}

impl Foreseen {
    /// Why an entry would not be taken: a closed exercise or none, a journal that is not there.
    fn refusal(&self, paper: &Outgoing) -> Option<Message> {
        std::iter::once(&paper.entry)
            .chain(&paper.payment)
            .flat_map(|entry| precheck::check(entry, &self.exercises, &self.journals))
            .next()
            .map(|found| Message::new(&format!("refusal_{}", found.code)).with("detail", found.message))
    }
}

impl Desk {
    /// Posts documents one after the other.
    pub(super) fn post_all(
        &self,
        file: &ClientFile,
        target: Target,
        outgoing: Vec<Outgoing>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let (system, folder) = match self.system(file, target) {
            Ok(system) => system,
            Err(error) => {
                let all: Vec<&Outgoing> = outgoing.iter().collect();
                return self.conclude(&all, target, Outcome::Refused(error.message), report);
            }
        };
        let choices = match target {
            Target::Meg => Some(self.meg(file)?.1),
            _ => None,
        };
        let vat = |paper: &Outgoing| match &choices {
            Some(choices) => choices.vat(paper),
            None => paper.situation.reading.vat_lines.clone(),
        };
        let foreseen = self.foreseen(system.as_ref(), &folder);
        let total = outgoing.len();
        let mut doubtful = Vec::new();
        self.one_by_one(file, target, outgoing, report, |paper, report| {
            if let Some(refusal) = foreseen.refusal(&paper) {
                self.conclude(&[&paper], target, Outcome::Refused(refusal), report)?;
                return Ok(None);
            }
            match self.send(system.as_ref(), &folder, &paper, vat(&paper))? {
                Sending::Known(outcome) => self.conclude(&[&paper], target, outcome, report)?,
                Sending::Doubtful(since, message) => {
                    self.settle(&[(paper.id, paper.document)], target, &Outcome::Unknown(message.clone()))?;
                    doubtful.push((paper, since, message));
                }
                Sending::Hopeless(message) => return Ok(Some((paper, message))),
            }
            Ok(None)
        })?;
        self.look_again(system.as_ref(), &folder, target, doubtful, &vat, report)?;
        self.tell_progress(file, total, total);
        Ok(())
    }

    /// Sends documents one after the other until the user stops it, or until `send` answers that the next one would fare as this
    /// one did, and why: then the rest stays behind with it.
    pub(super) fn one_by_one(
        &self,
        file: &ClientFile,
        target: Target,
        outgoing: Vec<Outgoing>,
        report: &mut PublicationReport,
        mut send: impl FnMut(Outgoing, &mut PublicationReport) -> Result<Option<(Outgoing, Message)>, DeskError>,
    ) -> Result<(), DeskError> {
        let total = outgoing.len();
        let mut left = outgoing.into_iter().enumerate();
        let mut end = None;
        for (done, paper) in left.by_ref() {
            self.tell_progress(file, done, total);
            end = match self.is_stopped() {
                true => Some((paper, Message::new("publication_stopped"))),
                false => send(paper, report)?,
            };
            if end.is_some() {
                break;
            }
        }
        let Some((paper, message)) = end else { return Ok(()) };
        let rest: Vec<Outgoing> = std::iter::once(paper).chain(left.map(|(_, paper)| paper)).collect();
        self.conclude(&rest.iter().collect::<Vec<_>>(), target, Outcome::Refused(message), report)
    }

    /// What the folder is known to refuse. What it does not answer is not checked: the system says it when it gets the entry.
    fn foreseen(&self, system: &dyn System, folder: &FolderId) -> Foreseen {
        let exercises = self.network.block_on(system.exercises(folder));
        let journals = self.network.block_on(system.journals(folder));
        Foreseen {
            exercises: exercises.map(|fetched| fetched.items).unwrap_or_default(),
            journals: journals.map(|fetched| fetched.items).unwrap_or_default(),
        }
    }

    /// Sends one entry until something is known of it.
    fn send(
        &self,
        system: &dyn System,
        folder: &FolderId,
        paper: &Outgoing,
        vat: Vec<VatLine>,
    ) -> Result<Sending, DeskError> {
        let reverses = paper.entry.purpose() == EntryPurpose::Reversal;
        // What accounting software shows: PDF, PNG or JPEG. An e-invoice goes as its image.
        let original = if reverses { Ok(None) } else { self.embeddable(&paper.situation) };
        let attachment = match original {
            Ok(original) => original.map(|original| Attachment {
                file_name: original.file_name,
                media_type: original.mime,
                bytes: original.bytes,
            }),
            Err(error) => return Ok(Sending::Known(Outcome::Refused(error.message))),
        };
        let post = PostEntry {
            idempotency_key: IdempotencyKey::from(paper.id),
            flow: paper.situation.row.flow,
            kind: kind_sent(paper, reverses),
            entry: paper.entry.clone(),
            payment: paper.payment.clone(),
            vat,
            third_party: paper.situation.third_party.clone(),
            attachment,
        };
        self.leave([(paper, None)])?;
        for tries in 0..TRIES {
            let since = Instant::now();
            let error = match self.network.block_on(system.post_entry(folder, &post)) {
                Ok(posted) => return Ok(Sending::Known(Outcome::Done(posted.remote_id.to_string()))),
                Err(error) => error,
            };
            let not_sent = match &error {
                PostError::NotSent(error) => error,
                PostError::Refused { .. } => return Ok(Sending::Known(Outcome::Refused(refusal(&error)))),
                PostError::Unknown { .. } => {
                    // It may have arrived: look before telling the user that nobody knows. Not found now proves
                    // nothing: the system may still be at work on it.
                    let found = self.network.block_on(system.find_by_key(folder, &post.idempotency_key));
                    return Ok(match found {
                        Ok(Some(posted)) => Sending::Known(Outcome::Done(posted.remote_id.to_string())),
                        Ok(None) | Err(_) => Sending::Doubtful(since, refusal(&error)),
                    });
                }
            };
            let wanted = match not_sent {
                FetchError::RateLimited { retry_after, .. } => Some(*retry_after),
                _ => None,
            };
            let pause = pause(tries, wanted);
            if tries + 1 == TRIES || pause > LONGEST_PAUSE || !may_pass(not_sent) || self.is_stopped() {
                return Ok(Sending::Hopeless(refusal(&error)));
            }
            std::thread::sleep(pause);
        }
        Ok(Sending::Hopeless(Message::new("post_not_sent")))
    }

    /// Looks up what may have arrived, once the system has had its time; what it does not show then was not received and
    /// goes again under the same key. Where that would take too long, the outcome stays open and is looked up later.
    fn look_again(
        &self,
        system: &dyn System,
        folder: &FolderId,
        target: Target,
        mut doubtful: Vec<(Outgoing, Instant, Message)>,
        vat: &dyn Fn(&Outgoing) -> Vec<VatLine>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let ends = Instant::now() + AT_THE_END;
        for _ in 0..ROUNDS {
            let mut still = Vec::new();
            for (paper, since, message) in doubtful {
                let settled = since + system.settled();
                if settled > ends || self.is_stopped() {
                    still.push((paper, since, message));
                    continue;
                }
                std::thread::sleep(settled.saturating_duration_since(Instant::now()));
                let key = IdempotencyKey::from(paper.id);
                match self.network.block_on(system.find_by_key(folder, &key)) {
                    Ok(Some(posted)) => {
                        let outcome = Outcome::Done(posted.remote_id.to_string());
                        self.conclude(&[&paper], target, outcome, report)?;
                    }
                    Ok(None) => match self.send(system, folder, &paper, vat(&paper))? {
                        Sending::Known(outcome) => self.conclude(&[&paper], target, outcome, report)?,
                        Sending::Hopeless(message) => {
                            self.conclude(&[&paper], target, Outcome::Refused(message), report)?;
                        }
                        Sending::Doubtful(since, message) => {
                            let unknown = Outcome::Unknown(message.clone());
                            self.settle(&[(paper.id, paper.document)], target, &unknown)?;
                            still.push((paper, since, message));
                        }
                    },
                    Err(_) => still.push((paper, since, message)),
                }
            }
            doubtful = still;
        }
        for (paper, _, message) in doubtful {
            tell(&paper, &Outcome::Unknown(message), report);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_keep_to_what_the_system_asks() {
        for tries in 0..12 {
            let (least, most) = (FIRST_PAUSE.mul_f64(2f64.powi(tries)) / 2, LONGEST_PAUSE);
            let one = pause(tries.unsigned_abs(), None);
            assert!(one >= least.min(LONGEST_PAUSE / 2) && one <= most, "{tries}: {one:?}");
        }
        assert!(pause(0, Some(Duration::from_secs(7))) >= Duration::from_secs(7));
    }
}
