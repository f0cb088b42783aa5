//! The form of a card, to and from the domain.

use std::error::Error;
use std::str::FromStr;

use liasse_domain::{
    Axes, CardDefaults, CardTerms, EndOfMonth, PaymentTerms, ReverseChargeBase, ReverseChargeKind,
    ThirdParty, ThirdPartyId, VatExigibility,
};

use crate::api::{CardDefaultsView, DeskError, ThirdPartyCard};
use crate::desk::client_file_id;
use crate::payment_methods::method_id;

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// A card as the screen shows it.
pub(super) fn view(card: &ThirdParty, waiting: u32, documents: u32) -> ThirdPartyCard {
    let defaults = &card.defaults;
    let reading = defaults.terms.and_then(|terms| terms.reading).map(|reading| match reading {
        EndOfMonth::DaysThenMonthEnd => "days_then_month_end",
        EndOfMonth::MonthEndThenDays => "month_end_then_days",
    });
    let exigibility = defaults.exigibility.map(|exigibility| match exigibility {
        VatExigibility::Debits => "debits",
        VatExigibility::Payments => "payments",
    });
    ThirdPartyCard {
        id: card.id.to_string(),
        client_file: card.client_file.to_string(),
        kind: card.kind.into(),
        name: card.name.clone(),
        account: card.account.to_string(),
        country: text(card.country.as_ref()),
        siren: text(card.siren.as_ref()),
        siret: text(card.siret.as_ref()),
        vat_number: text(card.vat_number.as_ref()),
        ibans: card.ibans.iter().map(ToString::to_string).collect(),
        aliases: card.aliases.clone(),
        defaults: CardDefaultsView {
            vat_account: text(defaults.vat_account.as_ref()),
            payment_method: text(defaults.payment_method.as_ref()),
            terms: text(defaults.terms.map(|terms| terms.terms).as_ref()),
            terms_reading: reading.unwrap_or_default().to_owned(),
            journal: text(defaults.journal.as_ref()),
            axis_first: text(defaults.axes.first.as_ref()),
            axis_second: text(defaults.axes.second.as_ref()),
            description: text(defaults.description.as_ref()),
            auto_publish: defaults.auto_publish,
            reverse_charge: defaults.reverse_charge.map(|kind| kind.code().to_owned()).unwrap_or_default(),
            reverse_charge_base: match defaults.reverse_charge_base {
                ReverseChargeBase::Net => "net",
                ReverseChargeBase::Total => "total",
            }
            .to_owned(),
            deductible: text(defaults.deductible.as_ref()),
            exigibility: exigibility.unwrap_or_default().to_owned(),
        },
        waiting,
        documents,
    }
}

fn parsed<T>(field: &str, given: &str) -> Result<Option<T>, DeskError>
where
    T: FromStr,
    T::Err: Error,
{
    match given.trim() {
        "" => Ok(None),
        given => given.parse().map(Some).map_err(|error: T::Err| DeskError::bad_form(field, &error)),
    }
}

/// One of the named choices, or none.
fn choice<T>(field: &str, given: &str, known: &[(&str, T)]) -> Result<Option<T>, DeskError>
where
    T: Copy,
{
    if given.is_empty() {
        return Ok(None);
    }
    let found = known.iter().find(|(name, _)| *name == given).map(|(_, value)| *value);
    found.map(Some).ok_or_else(|| {
        DeskError::new("typed_choice", format!("{field}: `{given}` is none of the choices"))
            .with("text", given)
    })
}

/// Terms as typed.
pub(super) fn terms(given: &str) -> Result<PaymentTerms, DeskError> {
    given.parse().map_err(|error: liasse_domain::PaymentTermsError| {
        DeskError::new("typed_terms", error.to_string()).with("text", given).with("field", "terms")
    })
}

/// The card of a form.
pub(super) fn parse(form: &ThirdPartyCard, id: ThirdPartyId) -> Result<ThirdParty, DeskError> {
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(DeskError::new("name_missing", "a third party needs a name").with("field", "name"));
    }
    let siret: Option<liasse_domain::identifiers::Siret> = parsed("siret", &form.siret)?;
    let siren: Option<liasse_domain::identifiers::Siren> = parsed("siren", &form.siren)?;
    if let (Some(siren), Some(siret)) = (&siren, &siret)
        && siret.siren() != *siren
    {
        let detail = format!("the SIRET {siret} does not begin with the SIREN {siren}");
        return Err(DeskError::new("siret_of_another", detail).with("field", "siret"));
    }
    let mut ibans = Vec::new();
    for given in &form.ibans {
        ibans.extend(parsed("iban", given)?.filter(|iban| !ibans.contains(iban)));
    }
    let account = form.account.parse().map_err(|error| DeskError::bad_form("account", &error))?;
    Ok(ThirdParty {
        id,
        client_file: client_file_id(&form.client_file)?,
        kind: form.kind.into(),
        name,
        account,
        country: parsed("country", &form.country.to_uppercase())?,
        siren: siren.or_else(|| siret.as_ref().map(|siret| siret.siren())),
        siret,
        vat_number: parsed("vatNumber", &form.vat_number)?,
        ibans,
        aliases: form.aliases.iter().map(|alias| alias.trim().to_owned()).filter(|a| !a.is_empty()).collect(),
        defaults: defaults(&form.defaults)?,
    })
}

fn defaults(form: &CardDefaultsView) -> Result<CardDefaults, DeskError> {
    let reading = choice(
        "termsReading",
        &form.terms_reading,
        &[
            ("days_then_month_end", EndOfMonth::DaysThenMonthEnd),
            ("month_end_then_days", EndOfMonth::MonthEndThenDays),
        ],
    )?;
    let terms = match form.terms.trim() {
        "" => None,
        given => {
            let terms = terms(given)?;
            Some(CardTerms { terms, reading: reading.filter(|_| terms.end_of_month) })
        }
    };
    let reverse_charge = match form.reverse_charge.as_str() {
        "" => None,
        given => Some(ReverseChargeKind::from_code(given).ok_or_else(|| {
            DeskError::new("typed_choice", format!("`{given}` is no kind of reverse charge"))
                .with("text", given)
        })?),
    };
    Ok(CardDefaults {
        vat_account: parsed("vatAccount", &form.vat_account)?,
        payment_method: match form.payment_method.as_str() {
            "" => None,
            given => Some(method_id(given)?),
        },
        terms,
        journal: parsed("journal", &form.journal)?,
        axes: Axes {
            first: parsed("axisFirst", &form.axis_first)?,
            second: parsed("axisSecond", &form.axis_second)?,
        },
        description: parsed("description", &form.description)?,
        auto_publish: form.auto_publish,
        reverse_charge,
        reverse_charge_base: choice(
            "reverseChargeBase",
            &form.reverse_charge_base,
            &[("net", ReverseChargeBase::Net), ("total", ReverseChargeBase::Total)],
        )?
        .unwrap_or_default(),
        deductible: parsed("deductible", &form.deductible)?,
        exigibility: choice(
            "exigibility",
            &form.exigibility,
            &[("debits", VatExigibility::Debits), ("payments", VatExigibility::Payments)],
        )?,
    })
}
