//! An entry to post and the two connections to post it over.

use std::time::Duration;

use liasse_connectors::meg::{self, Markers, Meg};
use liasse_connectors::sage_ge::{self, SageGe};
use liasse_connectors::sandbox::{Sandbox, seed};
use liasse_connectors::{Attachment, Authority, Credentials, FolderId, PostEntry, Secret, Timeouts};
use liasse_domain::{
    Amount, Axes, CardDefaults, ClientFileId, Currency, Date, DocumentId, DocumentKind, Entry, EntryId,
    EntryLine, EntryParts, EntryPurpose, Flow, Money, Side, ThirdParty, ThirdPartyId, ThirdPartyKind,
    VatLine, VatRate,
};
use uuid::Uuid;

pub fn timeouts() -> Timeouts {
    Timeouts {
        connect: Duration::from_secs(2),
        read: Duration::from_millis(700),
        post: Duration::from_millis(700),
    }
}

pub fn credentials() -> Credentials {
    Credentials::new(seed::CLIENT, Secret::new(seed::SECRET))
}

pub fn trusting(sandbox: &Sandbox) -> Option<Authority> {
    Some(Authority::from_pem(sandbox.authority()).unwrap())
}

pub fn sage_ge_at(address: String, authority: Option<Authority>) -> SageGe {
    let settings = sage_ge::Settings {
        address,
        application: seed::APPLICATION.to_owned(),
        entity: seed::ENTITY.to_owned(),
        firm: seed::FIRM.parse().unwrap(),
        timeouts: timeouts(),
        authority,
    };
    SageGe::new(settings, credentials()).unwrap()
}

pub fn sage_ge(sandbox: &Sandbox) -> SageGe {
    sage_ge_at(sandbox.ge_address(), trusting(sandbox))
}

pub fn meg(sandbox: &Sandbox) -> Meg {
    meg_at(sandbox.meg_address(), trusting(sandbox))
}

pub fn meg_at(address: String, authority: Option<Authority>) -> Meg {
    let markers = Markers {
        rates: vec![(VatRate::from_basis_points(2000).unwrap(), "TVA20".to_owned())],
        no_vat: "SANS".to_owned(),
    };
    let settings = meg::Settings { address, markers, timeouts: timeouts(), authority };
    Meg::new(settings, credentials()).unwrap()
}

pub fn folder() -> FolderId {
    FolderId("DOS001".to_owned())
}

pub struct Draft {
    pub key: String,
    pub date: Date,
    pub journal: String,
    pub currency: Currency,
    pub country: String,
    pub total: i64,
    pub image: bool,
}

impl Draft {
    pub fn new(key: &str) -> Draft {
        Draft {
            key: format!("publication-{key}"),
            date: Date::new(2026, 3, 9).unwrap(),
            journal: "ACH".to_owned(),
            currency: Currency::EUR,
            country: "FR".to_owned(),
            total: 12_000,
            image: true,
        }
    }

    /// Base and tax.
    fn split(&self) -> (i64, i64) {
        (self.total * 5 / 6, self.total - self.total * 5 / 6)
    }

    fn parts(&self) -> EntryParts {
        let line = |account: &str, auxiliary: Option<&str>, side, cents| EntryLine {
            account: account.parse().unwrap(),
            account_label: format!("Compte {account}"),
            auxiliary: auxiliary.map(|code| code.parse().unwrap()),
            side,
            amount: Amount::from_cents(cents),
            label: "Minoterie du Val FA-2026-0117".to_owned(),
            axes: Axes::default(),
            foreign: None,
            notes: Vec::new(),
        };
        let (base, tax) = self.split();
        EntryParts {
            id: EntryId::from_uuid(Uuid::from_u128(1)),
            document: DocumentId::from_uuid(Uuid::from_u128(2)),
            purpose: EntryPurpose::Document,
            journal: self.journal.parse().unwrap(),
            date: self.date,
            piece_reference: "FA-2026-0117".to_owned(),
            due_date: self.date.plus_days(30),
            currency: self.currency,
            lines: vec![
                line("607000", None, Side::Debit, base),
                line("445660", None, Side::Debit, tax),
                line("401000", Some("401MINOTERIE"), Side::Credit, self.total),
            ],
        }
    }

    pub fn post(&self) -> PostEntry {
        let (base, tax) = self.split();
        let entry = Entry::new(self.parts()).unwrap();
        let third_party = ThirdParty {
            id: ThirdPartyId::from_uuid(Uuid::from_u128(3)),
            client_file: ClientFileId::from_uuid(Uuid::from_u128(4)),
            kind: ThirdPartyKind::Supplier,
            name: "Minoterie du Val".to_owned(),
            account: "401MINOTERIE".parse().unwrap(),
            country: Some(self.country.parse().unwrap()),
            siren: None,
            siret: None,
            vat_number: None,
            ibans: Vec::new(),
            aliases: Vec::new(),
            defaults: CardDefaults::default(),
        };
        PostEntry {
            idempotency_key: self.key.parse().unwrap(),
            flow: Flow::Purchases,
            kind: DocumentKind::Invoice,
            entry,
            payment: None,
            vat: vec![VatLine {
                rate: VatRate::from_basis_points(2000).unwrap(),
                base: Amount::from_cents(base),
                amount: Amount::from_cents(tax),
            }],
            third_party: Some(third_party),
            attachment: self.image.then(|| Attachment {
                file_name: "FA-2026-0117.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes: b"%PDF-1.7 \x00\xff une page".to_vec(),
            }),
        }
    }

    /// The same, paid on the spot into `journal`, with a section on the second axis and an amount in dollars.
    pub fn paid_on_the_spot(&self, journal: &str) -> PostEntry {
        let mut parts = self.parts();
        parts.lines[0].axes.second = Some("CH-12".parse().unwrap());
        parts.lines[0].foreign =
            Some(Money { amount: Amount::from_cents(11_000), currency: "USD".parse().unwrap() });
        let party = parts.lines[2].clone();
        let bank = EntryLine { account: "512000".parse().unwrap(), auxiliary: None, ..party.clone() };
        let payment = EntryParts {
            id: EntryId::from_uuid(Uuid::from_u128(5)),
            purpose: EntryPurpose::Payment,
            journal: journal.parse().unwrap(),
            lines: vec![EntryLine { side: Side::Debit, ..party }, bank],
            ..parts.clone()
        };
        PostEntry {
            entry: Entry::new(parts).unwrap(),
            payment: Some(Entry::new(payment).unwrap()),
            ..self.post()
        }
    }
}
