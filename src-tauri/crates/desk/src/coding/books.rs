//! What the documents of a client file share.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use liasse_domain::{
    Account, ClientFile, ClientFileId, DocumentId, Flow, PaymentDefault, PaymentMethod, Rule, ThirdParty,
    ThirdPartyId,
};
use liasse_store::{Reader, StoreError};

use super::third_party::CardNames;
use super::{Practice, duplicates, kind_of};

/// A client file with its chart and the cards of one flow.
#[derive(Debug, Clone)]
pub struct Book {
    /// The client file.
    pub client_file: Arc<ClientFile>,
    /// The chart.
    pub chart: Arc<Vec<Account>>,
    /// The cards of the flow's third parties.
    pub cards: Arc<Vec<ThirdParty>>,
    /// Their names as they are compared.
    pub names: Arc<Vec<CardNames>>,
    /// The payment methods.
    pub payment_methods: Arc<Vec<PaymentMethod>>,
    /// The users' default payment methods.
    pub payment_defaults: Arc<Vec<PaymentDefault>>,
    /// How it is coded.
    pub practice: Arc<Practice>,
}

/// The books that a command has opened: each is read once, however many documents are coded from it. They live no longer
/// than the command, and only as long as it changes none of what they hold.
#[derive(Debug, Default)]
pub struct Books {
    books: BTreeMap<(ClientFileId, Flow), Book>,
    rules: BTreeMap<ThirdPartyId, Arc<Vec<Rule>>>,
    looks: BTreeMap<(ClientFileId, Flow), Vec<(DocumentId, u64)>>,
}

impl Books {
    /// The book of a client file and flow.
    pub fn of(
        &mut self,
        reader: &Reader<'_>,
        client_file: ClientFileId,
        flow: Flow,
    ) -> Result<Book, StoreError> {
        if let Some(book) = self.books.get(&(client_file, flow)) {
            return Ok(book.clone());
        }
        let cards = reader.third_parties(client_file, kind_of(flow))?;
        let book = Book {
            client_file: Arc::new(reader.client_file(client_file)?),
            chart: Arc::new(reader.accounts(client_file)?),
            names: Arc::new(CardNames::of(&cards)),
            cards: Arc::new(cards),
            payment_methods: Arc::new(reader.payment_methods(client_file)?),
            payment_defaults: Arc::new(reader.payment_defaults(client_file)?),
            practice: Arc::new(Practice::of(reader, client_file)?),
        };
        self.books.insert((client_file, flow), book.clone());
        Ok(book)
    }

    /// The documents whose first page looks like this.
    pub fn alike(
        &mut self,
        reader: &Reader<'_>,
        client_file: ClientFileId,
        flow: Flow,
        look: u64,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let looks = match self.looks.entry((client_file, flow)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(none) => none.insert(reader.pictures(client_file, flow)?),
        };
        Ok(looks.iter().filter(|(_, other)| duplicates::alike(look, *other)).map(|(id, _)| *id).collect())
    }
    /// Supposes these rules of a third party instead of its own, to see what they would do.
    pub fn suppose(&mut self, third_party: ThirdPartyId, rules: Arc<Vec<Rule>>) {
        self.rules.insert(third_party, rules);
    }
    /// The rules of a third party.
    pub fn rules_of(
        &mut self,
        reader: &Reader<'_>,
        third_party: ThirdPartyId,
    ) -> Result<Arc<Vec<Rule>>, StoreError> {
        if let Some(rules) = self.rules.get(&third_party) {
            return Ok(rules.clone());
        }
        let rules = Arc::new(reader.rules_of(third_party)?);
        self.rules.insert(third_party, rules.clone());
        Ok(rules)
    }
}
