//! Publishing without being asked again: the user said so on the card of the third party or of the payment method.

use liasse_domain::{DocumentId, DocumentStatus};
use liasse_store::SourceRow;

use super::Target;
use crate::api::DeskError;
use crate::coding::{Books, Situation};
use crate::desk::Desk;

/// The systems that papers leave for at once, the first that is set; a ZIP is only written where a person says.
const AT_ONCE: [Target; 4] = [Target::SageGe, Target::Bob, Target::Meg, Target::MegMail];

/// Whether the third party's card or the payment method asks for it.
fn is_asked(situation: &Situation) -> bool {
    let by_card = situation.third_party.as_ref().is_some_and(|card| card.defaults.auto_publish);
    by_card || situation.payment_method.as_ref().is_some_and(|found| found.method.auto_publish)
}

impl Desk {
    /// Publishes those documents of a source just read that are ready and whose card or payment method asks for it.
    /// Nothing happens where no system is set; what is refused stays ready and says why, as after any publication.
    ///
    /// # Errors
    /// Those of [`Desk::publish`].
    pub(crate) fn publish_at_once(&self, source: &SourceRow) -> Result<(), DeskError> {
        let asked: Vec<DocumentId> = self.read(|reader| {
            let mut books = Books::default();
            let mut asked = Vec::new();
            for document in reader.documents_of_source(source.id)? {
                if document.status != DocumentStatus::Ready {
                    continue;
                }
                if is_asked(&Situation::in_books(reader, document.id, &mut books)?) {
                    asked.push(document.id);
                }
            }
            Ok(asked)
        })?;
        if asked.is_empty() {
            return Ok(());
        }
        let targets = self.targets(source.client_file.to_string())?;
        let usable = |target: &&Target| targets.iter().any(|one| one.code == target.code() && one.usable);
        let Some(target) = AT_ONCE.iter().find(usable) else { return Ok(()) };
        let documents: Vec<String> = asked.iter().map(ToString::to_string).collect();
        self.publish_by_itself(source.client_file, &documents, *target).map(drop)
    }
}
