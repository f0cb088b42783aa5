//! Random documents: what is written reads back with the same totals, whatever the amounts.
//! `LIASSE_RANDOM_INVOICES=<folder>` keeps a part of the files, for the official rules to be run over them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use common::keep;
use common::random::documents;
use liasse_domain::{Amount, FieldName, VatLine, VatRate};
use liasse_formats::einvoice;
use liasse_formats::ubl::{self, UblError, UblVariant};
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_written_reads_back(document in documents()) {
        let bytes = match ubl::write(&document) {
            Ok(bytes) => bytes,
            Err(UblError::Missing { .. }) => return Ok(()),
            Err(error) => panic!("{error}"),
        };
        keep("peppol", "xml", &bytes);
        for (variant, folder) in [(UblVariant::UblBe, "ublbe"), (UblVariant::Efff, "efff")] {
            match ubl::write_as(&document, variant) {
                Ok(bytes) => keep(folder, "xml", &bytes),
                Err(UblError::Rate { .. }) => prop_assert_eq!(variant, UblVariant::UblBe),
                Err(error) => panic!("{variant:?}: {error}"),
            }
        }
        let (invoice, findings) = einvoice::read(&bytes);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        let invoice = invoice.unwrap();
        let (reading, findings) = invoice.to_reading();
        let whole = document.total_ttc + document.deposit.unwrap_or(Amount::ZERO);
        if whole.is_negative() {
            // More packaging came back than goods went out: the sign turns, and the kind with it.
            return Ok(());
        }
        prop_assert!(findings.iter().all(|finding| finding.code != "einvoice_arithmetic"), "{:?}", findings);
        prop_assert_eq!(reading.amount(FieldName::TotalHt), Some(document.total_ht));
        prop_assert_eq!(reading.amount(FieldName::TotalVat), Some(document.total_vat));
        prop_assert_eq!(reading.amount(FieldName::TotalTtc), Some(document.total_ttc));
        let deposit = document.deposit.filter(|deposit| !deposit.is_zero());
        prop_assert_eq!(reading.amount(FieldName::DepositAmount), deposit);
        let due = whole - document.prepaid.unwrap_or(Amount::ZERO);
        prop_assert_eq!(reading.amount(FieldName::AmountDue), Some(due));
        let taxed: Vec<VatLine> = reading.vat_lines.iter().filter(|line| line.rate != VatRate::ZERO).copied().collect();
        prop_assert_eq!(taxed, document.vat_lines);
    }
}
