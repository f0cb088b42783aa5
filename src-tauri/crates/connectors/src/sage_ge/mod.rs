//! Sage Génération Experts, through the written contract of `docs/connectors/sage-ge.md`.
//!
//! Entries land in a cloud inbox; Sage GE asks its user to integrate them when the folder is opened.

pub(crate) mod contract;
mod vat;

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use liasse_domain::identifiers::Siren;
use liasse_domain::{Account, ThirdPartyKind};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use serde::de::DeserializeOwned;

use crate::answers::{text, token_reply, understand};
use crate::http::{Login, Session, Token, Wire};
use crate::{
    Answer, Authority, ChartAccount, Credentials, Exercise, FetchError, Fetched, Folder, FolderId,
    IdempotencyKey, Journal, PostEntry, PostError, Posted, Refusal, RemoteId, RemotePaymentMethod,
    RemoteThirdParty, Target, Timeouts, VatAccount,
};

const SYSTEM: &str = "Sage GE";

/// What the firm's administrator enters once.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of the interface.
    pub address: String,
    /// Our application's identifier, a UUID that Sage issues to the publisher or to the firm.
    pub application: String,
    /// Identifier of the entity, shown at the top of *Paramétrage Marketplace*.
    pub entity: String,
    /// SIREN of the firm.
    pub firm: Siren,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// A certificate authority that is trusted beside those of this machine.
    pub authority: Option<Authority>,
}

/// A connection to Sage GE.
pub struct SageGe {
    session: Session<ClientCredentials>,
    entity: String,
}

impl SageGe {
    /// A connection; nothing is sent yet.
    ///
    /// # Errors
    /// [`FetchError::Address`] when the address is not `https` (or `http` on this machine).
    pub fn new(settings: Settings, credentials: Credentials) -> Result<SageGe, FetchError> {
        let Settings { address, application, entity, firm, timeouts, authority } = settings;
        let wire = Wire::new(SYSTEM, &address, timeouts, authority.as_ref())?;
        let login = ClientCredentials { credentials, application, firm };
        Ok(SageGe { session: Session::new(wire, login), entity })
    }

    /// All pages of a list.
    async fn list<T: DeserializeOwned>(
        &self,
        folder: Option<&FolderId>,
        name: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, FetchError> {
        let mut path = vec!["entities", self.entity.as_str(), "folders"];
        if let Some(folder) = folder {
            path.extend([folder.0.as_str(), name]);
        }
        let mut items = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..contract::MOST_PAGES {
            let mut query = query.to_vec();
            if let Some(cursor) = &cursor {
                query.push(("cursor", cursor));
            }
            let page: contract::Page<T> = self.session.get(self.session.url(&path, &query)).await?;
            items.extend(page.items);
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(items),
            }
        }
        Err(FetchError::Unreadable { system: SYSTEM, detail: format!("the list of {name} does not end") })
    }

    async fn fetch_chart(&self, folder: &FolderId) -> Result<Fetched<ChartAccount>, FetchError> {
        let rows: Vec<contract::AccountRow> = self.list(Some(folder), "accounts", &[]).await?;
        Ok(understand("account", rows, |row| {
            let code = row.number.parse().map_err(text)?;
            let counterpart = row.cpt1.as_deref().filter(|cpt1| !cpt1.trim().is_empty());
            Ok(ChartAccount {
                account: Account { code, label: row.label },
                counterpart: counterpart.map(str::parse).transpose().map_err(text)?,
            })
        }))
    }
}

impl Target for SageGe {
    fn system(&self) -> &'static str {
        SYSTEM
    }

    fn settled(&self) -> Duration {
        self.session.timeouts().settled()
    }

    fn folders(&self) -> Answer<'_, Fetched<Folder>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::FolderRow> = self.list(None, "folders", &[]).await?;
            Ok(understand("folder", rows, |row| {
                Ok(Folder {
                    id: FolderId(row.id),
                    label: row.label,
                    company: row.siren,
                    activated: row.activated,
                })
            }))
        })
    }

    fn exercises<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<Exercise>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::ExerciseRow> = self.list(Some(folder), "exercises", &[]).await?;
            Ok(understand("exercise", rows, |row| {
                let (start, end) = (row.start.parse().map_err(text)?, row.end.parse().map_err(text)?);
                Ok(Exercise { start, end, closed: row.closed })
            }))
        })
    }

    fn chart<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<ChartAccount>, FetchError> {
        Box::pin(self.fetch_chart(folder))
    }

    fn third_parties<'a>(
        &'a self,
        folder: &'a FolderId,
        kind: ThirdPartyKind,
    ) -> Answer<'a, Fetched<RemoteThirdParty>, FetchError> {
        Box::pin(async move {
            let wanted = match kind {
                ThirdPartyKind::Supplier => "supplier",
                ThirdPartyKind::Customer => "customer",
            };
            let rows: Vec<contract::ThirdPartyRow> =
                self.list(Some(folder), "third-parties", &[("kind", wanted)]).await?;
            Ok(understand("third party", rows, |row| {
                Ok(RemoteThirdParty {
                    account: row.account.parse().map_err(text)?,
                    name: row.name,
                    kind: row.kind,
                    country: row.country.as_deref().map(str::parse).transpose().map_err(text)?,
                    vat_number: row.vat_number,
                    company: row.siret.or(row.siren),
                })
            }))
        })
    }

    fn journals<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<Journal>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::JournalRow> = self.list(Some(folder), "journals", &[]).await?;
            Ok(understand("journal", rows, |row| {
                Ok(Journal { code: row.code.parse().map_err(text)?, label: row.label, kind: row.kind })
            }))
        })
    }

    fn payment_methods<'a>(
        &'a self,
        folder: &'a FolderId,
    ) -> Answer<'a, Fetched<RemotePaymentMethod>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::PaymentMethodRow> =
                self.list(Some(folder), "payment-methods", &[]).await?;
            Ok(understand("payment method", rows, |row| {
                Ok(RemotePaymentMethod { id: row.id, name: row.name, reference: row.reference })
            }))
        })
    }

    fn vat_accounts<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<VatAccount>, FetchError> {
        Box::pin(async move {
            let chart = self.fetch_chart(folder).await?;
            let (items, mut findings) = vat::vat_accounts(&chart.items);
            findings.extend(chart.findings);
            Ok(Fetched { items, findings })
        })
    }

    fn post_entry<'a>(&'a self, folder: &'a FolderId, post: &'a PostEntry) -> Answer<'a, Posted, PostError> {
        Box::pin(async move {
            let url = self.session.url(&["entities", &self.entity, "folders", &folder.0, "entries"], &[]);
            let key = [(contract::KEY_HEADER, post.idempotency_key.as_str())];
            let reply: contract::EntryReply =
                self.session.post(url, &key, &contract::entry_body(post)).await?;
            Ok(Posted { remote_id: RemoteId(reply.id), state: reply.state })
        })
    }

    fn find_by_key<'a>(
        &'a self,
        folder: &'a FolderId,
        key: &'a IdempotencyKey,
    ) -> Answer<'a, Option<Posted>, FetchError> {
        Box::pin(async move {
            let query = [("idempotency_key", key.as_str())];
            let rows: Vec<contract::EntryReply> = self.list(Some(folder), "entries", &query).await?;
            Ok(rows.into_iter().next().map(|row| Posted { remote_id: RemoteId(row.id), state: row.state }))
        })
    }
}

/// OAuth 2.0 client credentials (RFC 6749 §4.4), the client authenticated by HTTP Basic (§2.3.1).
struct ClientCredentials {
    credentials: Credentials,
    application: String,
    firm: Siren,
}

impl Login for ClientCredentials {
    async fn token(&self, wire: &Wire) -> Result<Token, FetchError> {
        let pair = format!("{}:{}", self.credentials.id(), self.credentials.secret());
        let basic = format!("Basic {}", STANDARD.encode(pair));
        let headers: [(HeaderName, &str); 2] =
            [(AUTHORIZATION, &basic), (CONTENT_TYPE, "application/x-www-form-urlencoded")];
        let url = wire.url(contract::TOKEN_PATH, &[]);
        let asked = Instant::now();
        let request =
            wire.request(Method::POST, url, wire.timeouts().read, &headers, Some(contract::GRANT.into()));
        token_reply(wire, request, asked, |status, body| self.refusal(status, body)).await
    }

    fn headers(&self) -> Vec<(HeaderName, String)> {
        vec![
            (contract::APPLICATION_HEADER, self.application.clone()),
            (contract::SIREN_HEADER, self.firm.to_string()),
        ]
    }

    fn refusal(&self, status: u16, body: &[u8]) -> (Refusal, String) {
        contract::refusal(status, body)
    }
}
