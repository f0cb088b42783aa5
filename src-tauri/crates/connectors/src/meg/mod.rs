//! MEG (Mon Expert en Gestion), through the written contract of `docs/connectors/meg.md`: purchases only.

pub(crate) mod contract;

use std::time::{Duration, Instant};

use liasse_domain::{Account, Flow, ThirdPartyKind, VatRate, VatScheme};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderName};
use serde::de::DeserializeOwned;

use crate::answers::{text, token_reply, understand};
use crate::http::{Login, Session, Token, Wire};
use crate::{
    Answer, Authority, ChartAccount, Credentials, Exercise, FetchError, Fetched, Folder, FolderId,
    IdempotencyKey, Journal, PostEntry, PostError, Posted, Refusal, RemoteId, RemotePaymentMethod,
    RemoteThirdParty, Target, Timeouts, VatAccount, VatDirection,
};

const SYSTEM: &str = "MEG";

/// The VAT markers (*marqueur TVA*, *pas de TVA par défaut*), both mandatory in the connection's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markers {
    /// The marker of each rate.
    pub rates: Vec<(VatRate, String)>,
    /// The marker of a document without VAT.
    pub no_vat: String,
}

impl Markers {
    fn of(&self, rate: VatRate) -> Option<&str> {
        if rate == VatRate::ZERO {
            return Some(&self.no_vat);
        }
        self.rates.iter().find(|(own, _)| *own == rate).map(|(_, marker)| marker.as_str())
    }
}

/// What is entered once per connection.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of the interface.
    pub address: String,
    /// The VAT markers.
    pub markers: Markers,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// A certificate authority that is trusted beside those of this machine.
    pub authority: Option<Authority>,
}

/// A connection to MEG.
pub struct Meg {
    session: Session<UserLogin>,
    markers: Markers,
}

impl Meg {
    /// A connection under a MEG user's name and password; nothing is sent yet.
    ///
    /// # Errors
    /// [`FetchError::Address`] when the address is not `https` (or `http` on this machine).
    pub fn new(settings: Settings, credentials: Credentials) -> Result<Meg, FetchError> {
        let Settings { address, markers, timeouts, authority } = settings;
        let wire = Wire::new(SYSTEM, &address, timeouts, authority.as_ref())?;
        Ok(Meg { session: Session::new(wire, UserLogin { credentials }), markers })
    }

    async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, FetchError> {
        let list: contract::List<T> = self.session.get(self.session.url(path, query)).await?;
        Ok(list.items)
    }
}

impl Target for Meg {
    fn system(&self) -> &'static str {
        SYSTEM
    }

    fn settled(&self) -> Duration {
        self.session.timeouts().settled()
    }

    fn folders(&self) -> Answer<'_, Fetched<Folder>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::FolderRow> = self.list(&["folders"], &[]).await?;
            Ok(understand("folder", rows, |row| {
                Ok(Folder {
                    id: FolderId(row.code),
                    label: row.name,
                    company: row.siret,
                    activated: row.premium,
                })
            }))
        })
    }

    fn exercises<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<Exercise>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::ExerciseRow> =
                self.list(&["folders", &folder.0, "exercises"], &[]).await?;
            Ok(understand("exercise", rows, |row| {
                let (start, end) = (row.start.parse().map_err(text)?, row.end.parse().map_err(text)?);
                Ok(Exercise { start, end, closed: row.closed })
            }))
        })
    }

    fn chart<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<ChartAccount>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::AccountRow> = self.list(&["folders", &folder.0, "accounts"], &[]).await?;
            Ok(understand("account", rows, |row| {
                let account = Account { code: row.number.parse().map_err(text)?, label: row.label };
                Ok(ChartAccount { account, counterpart: None })
            }))
        })
    }

    fn third_parties<'a>(
        &'a self,
        folder: &'a FolderId,
        kind: ThirdPartyKind,
    ) -> Answer<'a, Fetched<RemoteThirdParty>, FetchError> {
        Box::pin(async move {
            let wanted = match kind {
                ThirdPartyKind::Supplier => "suppliers",
                ThirdPartyKind::Customer => "customers",
            };
            let rows: Vec<contract::ThirdPartyRow> = self.list(&["folders", &folder.0, wanted], &[]).await?;
            Ok(understand("third party", rows, |row| {
                Ok(RemoteThirdParty {
                    account: row.account.parse().map_err(text)?,
                    name: row.name,
                    kind: row.kind,
                    country: None,
                    vat_number: row.vat_number,
                    company: row.siret,
                })
            }))
        })
    }

    /// None: MEG itself chooses the journals behind its modules.
    fn journals<'a>(&'a self, _folder: &'a FolderId) -> Answer<'a, Fetched<Journal>, FetchError> {
        Box::pin(async { Ok(Fetched { items: Vec::new(), findings: Vec::new() }) })
    }

    fn payment_methods<'a>(
        &'a self,
        folder: &'a FolderId,
    ) -> Answer<'a, Fetched<RemotePaymentMethod>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::PaymentMethodRow> =
                self.list(&["folders", &folder.0, "payment-methods"], &[]).await?;
            Ok(understand("payment method", rows, |row| {
                Ok(RemotePaymentMethod { id: row.id, name: row.name, reference: row.reference })
            }))
        })
    }

    fn vat_accounts<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<VatAccount>, FetchError> {
        Box::pin(async move {
            let rows: Vec<contract::MarkerRow> =
                self.list(&["folders", &folder.0, "vat-markers"], &[]).await?;
            Ok(understand("VAT marker", rows, |row| {
                Ok(VatAccount {
                    account: Account { code: row.account.parse().map_err(text)?, label: row.marker },
                    direction: VatDirection::Deductible,
                    rate: row.rate,
                    scheme: VatScheme::Standard,
                    counterpart: None,
                })
            }))
        })
    }

    fn post_entry<'a>(&'a self, folder: &'a FolderId, post: &'a PostEntry) -> Answer<'a, Posted, PostError> {
        Box::pin(async move {
            let refused = |(refusal, message)| PostError::Refused { system: SYSTEM, refusal, message };
            if post.flow != Flow::Purchases {
                let message = "the connection to MEG takes purchases; publish sales to files".to_owned();
                return Err(refused((Refusal::FlowNotTaken, message)));
            }
            let body = contract::purchase_body(post, &self.markers).map_err(refused)?;
            let url = self.session.url(&["folders", &folder.0, "purchases"], &[]);
            let key = [(contract::KEY_HEADER, post.idempotency_key.as_str())];
            let reply: contract::PurchaseReply = self.session.post(url, &key, &body).await?;
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
            let rows: Vec<contract::PurchaseReply> =
                self.list(&["folders", &folder.0, "purchases"], &query).await?;
            Ok(rows.into_iter().next().map(|row| Posted { remote_id: RemoteId(row.id), state: row.state }))
        })
    }
}

/// A MEG user's name and password, exchanged for a token.
struct UserLogin {
    credentials: Credentials,
}

impl Login for UserLogin {
    async fn token(&self, wire: &Wire) -> Result<Token, FetchError> {
        let body = contract::LoginBody {
            user: self.credentials.id().to_owned(),
            password: self.credentials.secret().to_owned(),
        };
        let system = wire.system();
        let body = serde_json::to_vec(&body)
            .map_err(|error| FetchError::Unreadable { system, detail: format!("our own log-in: {error}") })?;
        let headers: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "application/json")];
        let url = wire.url(contract::LOGIN_PATH, &[]);
        let asked = Instant::now();
        let request = wire.request(Method::POST, url, wire.timeouts().read, &headers, Some(body));
        token_reply(wire, request, asked, |status, body| self.refusal(status, body)).await
    }

    fn headers(&self) -> Vec<(HeaderName, String)> {
        Vec::new()
    }

    fn refusal(&self, status: u16, body: &[u8]) -> (Refusal, String) {
        contract::refusal(status, body)
    }
}
