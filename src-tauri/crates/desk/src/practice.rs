//! How a client file is coded: its territory, accounts and persons; and the firm's rates of exchange.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use liasse_domain::{
    AccountCode, AccountPurpose, CodingSettings, Country, Currency, Date, DatedRate, Person, PersonId,
    PersonRole, RateSource, VatExigibility, VatTerritory,
};
use liasse_formats::ecb;
use liasse_store::{StoreError, Writer};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::api::{
    DeskError, ExchangeView, PersonView, PracticeForm, PracticeView, PurposeView, RateView, RatesImported,
    UsualShareView,
};
use crate::client_files::recode_waiting;
use crate::clock;
use crate::coding::{purpose_of, recode_all};
use crate::desk::{Desk, client_file_id};
use crate::review::{exchange_view, role_code};

/// The largest file of rates that is read: the whole history since 1999 is under a megabyte.
const LARGEST: u64 = 16 << 20;
/// Rates older than this are not taken: no paper of that age is still coded.
const YEARS: i32 = 4;
/// How many rates a list shows.
const SHOWN: u32 = 400;

/// What the law sets for usual expenses: what, account in France and in Belgium, percent, article. An account of `""` is
/// none of the country's.
const USUAL_SHARES: [(&str, &str, &str, u8, &str); 8] = [
    ("passenger_transport", "6251", "", 0, "art. 206-IV-2 annexe II CGI"),
    ("lodging", "6256", "", 0, "art. 206-IV-2 annexe II CGI"),
    ("petrol", "6061", "", 80, "art. 298-4-1° a CGI"),
    ("car_rental", "6135", "", 0, "art. 206-IV-2 annexe II CGI"),
    ("gifts", "6234", "", 0, "art. 206-IV-2 annexe II CGI"),
    ("restaurant", "", "616", 0, "art. 45 § 3-3° CTVA"),
    ("car", "", "6103", 50, "art. 45 § 2 CTVA"),
    ("tobacco_spirits", "", "6145", 0, "art. 45 § 3-1°, 2° CTVA"),
];

/// A word out of a closed list.
fn word<T: DeserializeOwned>(field: &str, text: &str) -> Result<T, DeskError> {
    serde_json::from_value(Value::String(text.to_owned())).map_err(|_| {
        let detail = format!("{field}: `{text}` is no choice");
        DeskError::new("bad_form", detail.clone()).with("field", field).with("detail", detail)
    })
}
fn name_of<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn territories(country: Country) -> Vec<VatTerritory> {
    match country == Country::BE {
        true => vec![VatTerritory::Belgium],
        false => vec![
            VatTerritory::FranceMainland,
            VatTerritory::Corsica,
            VatTerritory::FranceOverseas,
            VatTerritory::FranceOverseasUntaxed,
        ],
    }
}

fn rates(territory: VatTerritory) -> Vec<RateView> {
    let mut table = territory.table();
    table.sort_by_key(|row| (row.until.is_some(), std::cmp::Reverse(row.rate)));
    let view = |row: liasse_domain::RateInForce| RateView {
        rate: row.rate.to_string(),
        from: row.from.map(|date| date.to_string()),
        until: row.until.map(|date| date.to_string()),
        source: row.source.to_owned(),
    };
    table.into_iter().map(view).collect()
}

impl Desk {
    /// How a client file is coded.
    pub fn practice(&self, client_file: String) -> Result<PracticeView, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| {
            let country = reader.client_file(id)?.country;
            let settings = reader.coding_settings(id)?;
            let shares = reader.deductibility(id)?;
            let purposes = AccountPurpose::ALL.iter().map(|(purpose, code, ..)| PurposeView {
                purpose: (*code).to_owned(),
                account: settings.accounts.get(purpose).map(ToString::to_string).unwrap_or_default(),
                usual: purpose.usual(country).map(|code| code.to_string()).unwrap_or_default(),
            });
            let usual = USUAL_SHARES.iter().filter_map(|(what, french, belgian, share, source)| {
                let account = if country == Country::BE { belgian } else { french };
                (!account.is_empty()).then(|| UsualShareView {
                    what: (*what).to_owned(),
                    account: (*account).to_owned(),
                    share: share.to_string(),
                    source: (*source).to_owned(),
                    taken: shares.iter().any(|rule| rule.account.as_str() == *account),
                })
            });
            Ok(PracticeView {
                territory: name_of(settings.territory),
                territories: territories(country).into_iter().map(name_of).collect(),
                rates: rates(settings.territory),
                sales_exigibility: name_of(settings.sales_exigibility),
                accounts: purposes.collect(),
                persons: reader.persons(id)?.iter().map(PersonView::from).collect(),
                usual_shares: usual.collect(),
            })
        })
    }

    /// Says how a client file is coded; what waits is coded anew.
    ///
    /// # Errors
    /// `bad_form`.
    pub fn save_practice(&self, client_file: String, form: PracticeForm) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let territory: VatTerritory = word("territory", &form.territory)?;
        let sales_exigibility: VatExigibility = word("salesExigibility", &form.sales_exigibility)?;
        let mut accounts: BTreeMap<AccountPurpose, AccountCode> = BTreeMap::new();
        for row in form.accounts.iter().filter(|row| !row.account.trim().is_empty()) {
            let purpose: AccountPurpose = word("purpose", &row.purpose)?;
            let code = row.account.parse().map_err(|error| DeskError::bad_form(&row.purpose, &error))?;
            accounts.insert(purpose, code);
        }
        let settings = CodingSettings { client_file: id, territory, sales_exigibility, accounts };
        self.command("save_practice", true, json!({ "territory": form.territory }), &[], |writer| {
            writer.put_coding_settings(&settings)?;
            Ok(recode_waiting(writer, id)?)
        })?;
        self.tell_changed(id);
        Ok(())
    }

    /// Adds or changes a person who hands in expense reports. Without an account, the role's is taken.
    ///
    /// # Errors
    /// `bad_form`, `name_missing`.
    pub fn save_person(&self, client_file: String, form: PersonView) -> Result<PersonView, DeskError> {
        let client_file = client_file_id(&client_file)?;
        let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(DeskError::new("name_missing", "a person needs a name").with("field", "name"));
        }
        let role: PersonRole = word("role", &form.role)?;
        let id = match form.id.as_str() {
            "" => PersonId::from_uuid(clock::fresh()),
            text => text.parse().map_err(|_| DeskError::bad_id(text))?,
        };
        let summary = json!({ "name": name });
        let person = self.command("save_person", true, summary, &[], |writer| {
            let account = match form.account.trim() {
                "" => writer.coding_settings(client_file)?.account(purpose_of(role)),
                text => Some(text.parse().map_err(|error| DeskError::bad_form("account", &error))?),
            };
            let account = account
                .ok_or_else(|| DeskError::new("account_to_choose", "the role has no usual account"))?;
            let person = Person { id, client_file, name, role, account };
            writer.put_person(&person)?;
            recode_waiting(writer, client_file)?;
            Ok(person)
        })?;
        self.tell_changed(client_file);
        Ok(PersonView::from(&person))
    }

    /// Takes a person off the list; what waits and named them is asked about again.
    pub fn delete_person(&self, client_file: String, id: String) -> Result<(), DeskError> {
        let client_file = client_file_id(&client_file)?;
        let person: PersonId = id.parse().map_err(|_| DeskError::bad_id(&id))?;
        self.command("delete_person", true, json!({}), &[], |writer| {
            if let Some(known) = writer.persons(client_file)?.into_iter().find(|known| known.id == person) {
                writer.note("name", known.name);
            }
            writer.delete_person(person)?;
            Ok(recode_waiting(writer, client_file)?)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }

    /// The firm's rates of exchange, newest first; of one currency where it is named.
    pub fn exchange_rates(&self, currency: Option<String>) -> Result<Vec<ExchangeView>, DeskError> {
        let currency = currency.filter(|text| !text.trim().is_empty());
        let currency: Option<Currency> = currency
            .map(|text| text.parse().map_err(|error| DeskError::bad_form("currency", &error)))
            .transpose()?;
        let rates = self.read(|reader| reader.exchange_rates(currency, SHOWN))?;
        Ok(rates.iter().map(exchange_view).collect())
    }

    /// Keeps a rate that the user typed, with where he had it; what waits in that currency is coded anew.
    ///
    /// # Errors
    /// `bad_form`.
    pub fn save_exchange_rate(&self, form: ExchangeView) -> Result<(), DeskError> {
        let rate = DatedRate {
            currency: form.currency.parse().map_err(|error| DeskError::bad_form("currency", &error))?,
            date: form.date.parse().map_err(|error| DeskError::bad_form("date", &error))?,
            rate: form.rate.parse().map_err(|error| DeskError::bad_form("rate", &error))?,
            source: RateSource::User { note: form.note.trim().to_owned() },
        };
        let summary = json!({ "currency": rate.currency, "date": rate.date, "rate": rate.rate });
        self.command("save_exchange_rate", true, summary, &[], |writer| {
            writer.put_exchange_rate(&rate)?;
            Ok(recode_in_currencies(writer, [rate.currency])?)
        })?;
        self.tell_all_changed()
    }

    /// Deletes a rate.
    pub fn delete_exchange_rate(&self, currency: String, date: String) -> Result<(), DeskError> {
        let currency: Currency = currency.parse().map_err(|error| DeskError::bad_form("currency", &error))?;
        let date: Date = date.parse().map_err(|error| DeskError::bad_form("date", &error))?;
        self.command(
            "delete_exchange_rate",
            true,
            json!({ "currency": currency, "date": date }),
            &[],
            |writer| {
                writer.delete_exchange_rate(currency, date)?;
                Ok(recode_in_currencies(writer, [currency])?)
            },
        )?;
        self.tell_all_changed()
    }

    /// Takes the reference rates of the European Central Bank out of its file (`eurofxref-hist.csv`), those of the last four
    /// years. What the user typed stays.
    ///
    /// # Errors
    /// `file_unreadable`, `file_too_large`; `ecb_header`, `ecb_day`, `ecb_rate` name the line.
    pub fn import_exchange_rates(&self, path: String) -> Result<RatesImported, DeskError> {
        let unreadable = |error: std::io::Error| {
            DeskError::new("file_unreadable", format!("{path}: {error}"))
                .with("path", &path)
                .with("detail", error)
        };
        if std::fs::metadata(&path).map_err(unreadable)?.len() > LARGEST {
            return Err(DeskError::new(
                "file_too_large",
                format!("{path}: expected at most {LARGEST} bytes"),
            )
            .with("path", &path));
        }
        let text = std::fs::read_to_string(&path).map_err(unreadable)?;
        let read = ecb::read(&text)
            .map_err(|error| DeskError::new(error.code(), error.to_string()).with("line", error.line()))?;
        let latest = read.iter().map(|rate| rate.date).max();
        let earliest = latest.and_then(|latest| latest.plus_months(-12 * YEARS));
        let file = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
        let (rates, currencies) =
            self.command("import_exchange_rates", true, json!({ "file": file }), &[], |writer| {
                let (mut rates, mut currencies) = (0, BTreeSet::new());
                for rate in read.iter().filter(|rate| earliest.is_none_or(|earliest| rate.date >= earliest)) {
                    if writer.exchange_rate_on(rate.currency, rate.date)?.is_none() {
                        writer.put_exchange_rate(rate)?;
                        rates += 1;
                        currencies.insert(rate.currency);
                    }
                }
                writer.note("count", rates);
                let count = currencies.len() as u32;
                recode_in_currencies(writer, currencies)?;
                Ok((rates, count))
            })?;
        self.tell_all_changed()?;
        Ok(RatesImported { rates, currencies, latest: latest.map(|date| date.to_string()) })
    }

    fn tell_all_changed(&self) -> Result<(), DeskError> {
        for file in self.read(|reader| reader.client_files())? {
            self.tell_changed(file.id);
        }
        Ok(())
    }
}

/// Codes anew what waits in these currencies, of all client files.
fn recode_in_currencies(
    writer: &mut Writer<'_>,
    currencies: impl IntoIterator<Item = Currency>,
) -> Result<(), StoreError> {
    let mut waiting = Vec::new();
    for currency in currencies {
        waiting.extend(writer.waiting_documents_in(currency)?);
    }
    recode_all(writer, waiting)
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> PersonView {
        PersonView {
            id: person.id.to_string(),
            name: person.name.clone(),
            role: role_code(person.role).to_owned(),
            account: person.account.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
