//! Client files and what they are connected to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use liasse_desk::api::{Opening, SageGeConnection};
use liasse_desk::{Desk, MegConnection, OpenOptions};
use serde_json::json;

use crate::arguments::{ClientAdd, ConnectMeg, ConnectSageGe};
use crate::show::{self, Failure};

/// Opens the data folder; `at_work` papers that wait are read meanwhile.
pub fn open(data: Option<PathBuf>, at_work: bool) -> Result<Arc<Desk>, Failure> {
    let mut options = OpenOptions::from_environment(data, false);
    options.at_work = at_work;
    let (desk, opening) = Desk::open(options, Box::new(|_| {}));
    match opening {
        Opening::Ready { recovery_code, .. } => {
            if let Some(code) = recovery_code {
                show::warn(format!("Recovery code of this data folder, shown once; write it down: {code}"));
            }
            desk.ok_or_else(|| Failure::Said("the data folder did not open".to_owned()))
        }
        Opening::PassphraseNeeded { .. } => Err(Failure::Said(
            "no keyring answers: set LIASSE_PASSPHRASE to the data folder's passphrase".to_owned(),
        )),
        Opening::InUse => Err(Failure::Said(
            "another Liasse has this data folder open: close it, or give another one with --data".to_owned(),
        )),
        Opening::Failed { detail, .. } => Err(Failure::Said(detail)),
    }
}

/// `liasse client add`.
pub fn add_client(desk: &Desk, add: &ClientAdd) -> Result<(), Failure> {
    let mut form = desk.client_file_form(None, add.country.clone())?;
    form.code.clone_from(&add.code);
    form.name.clone_from(&add.name);
    form.siren.clone_from(&add.siren);
    form.vat_number.clone_from(&add.vat);
    form.bob_code.clone_from(&add.bob_code);
    form.sage_ge_folder.clone_from(&add.sage_ge_folder);
    form.is_firm = desk.client_files()?.is_empty();
    if !add.bob_root.is_empty() {
        form.bob_root.clone_from(&add.bob_root);
    }
    let summary = desk.save_client_file(form)?;
    if add.standard_chart {
        let accounts = desk.load_standard_chart(summary.id.clone())?;
        show::say(format!("{}: {} created, {accounts} accounts", summary.code, summary.name))
    } else {
        show::say(format!("{}: {} created", summary.code, summary.name))
    }
}

/// `liasse client list`.
pub fn list_clients(desk: &Desk, as_json: bool) -> Result<(), Failure> {
    let files = desk.client_files()?;
    if as_json {
        return show::json(&json!(files));
    }
    let rows: Vec<Vec<String>> = files
        .iter()
        .map(|file| {
            let waiting =
                |counts: &liasse_desk::api::StatusCounts| counts.to_split + counts.to_review + counts.ready;
            vec![
                file.code.clone(),
                file.country.clone(),
                file.name.clone(),
                format!("{} waiting", waiting(&file.purchases) + waiting(&file.sales)),
            ]
        })
        .collect();
    show::table(&rows)
}

/// `liasse import-fec`.
pub fn import_fec(desk: &Desk, file: &Path, client: &str) -> Result<(), Failure> {
    let id = desk.client_file_id(client)?;
    let imported = desk.import_fec(id, file.to_string_lossy().into_owned())?;
    show::say(format!(
        "{} lines, {} entries: {} accounts, {} suppliers, {} customers, {} rules",
        imported.lines,
        imported.entries,
        imported.accounts,
        imported.suppliers,
        imported.customers,
        imported.rules
    ))
}

/// `liasse import-rates`.
pub fn import_rates(desk: &Desk, file: &Path) -> Result<(), Failure> {
    let imported = desk.import_exchange_rates(file.to_string_lossy().into_owned())?;
    let latest = imported.latest.map(|day| format!(", up to {day}")).unwrap_or_default();
    show::say(format!("{} rates of {} currencies{latest}", imported.rates, imported.currencies))
}

/// `liasse connect-sage-ge`.
pub fn connect_sage_ge(desk: &Desk, connect: &ConnectSageGe) -> Result<(), Failure> {
    let connection = SageGeConnection {
        address: connect.address.clone(),
        entity: connect.entity.clone(),
        siren: connect.siren.clone(),
        client_id: connect.client_id.clone(),
        client_secret: std::env::var("LIASSE_SAGE_GE_SECRET").unwrap_or_default(),
        patience: connect.patience,
    };
    let folders = desk.save_sage_ge_connection(connection)?;
    let rows: Vec<Vec<String>> = folders
        .into_iter()
        .map(|folder| {
            vec![folder.id, folder.label, if folder.active { "active" } else { "not activated" }.to_owned()]
        })
        .collect();
    show::table(&rows)
}

/// `liasse connect-meg`.
pub fn connect_meg(desk: &Desk, connect: &ConnectMeg) -> Result<(), Failure> {
    let markers = connect.markers.iter().map(|text| {
        let (rate, marker) =
            text.split_once('=').ok_or_else(|| format!("`{text}`: expected RATE=MARKER, as 20=TVA20"))?;
        let rate = rate.trim().replace(',', ".").parse().map_err(|error| format!("`{text}`: {error}"))?;
        Ok((rate, marker.trim().to_owned()))
    });
    desk.save_meg_connection(MegConnection {
        address: connect.address.clone(),
        user: connect.user.clone(),
        password: std::env::var("LIASSE_MEG_PASSWORD").unwrap_or_default(),
        vat_markers: markers.collect::<Result<Vec<_>, String>>()?,
        no_vat_marker: connect.no_vat_marker.clone(),
        patience: connect.patience,
        vat_by_item: true,
        supplier_rate: false,
        automated: true,
    })?;
    println!("MEG answers; the connection is kept");
    Ok(())
}

/// `liasse trust`.
pub fn trust(desk: &Desk, file: Option<&Path>) -> Result<(), Failure> {
    let view = desk.trust_authority(file.map(|file| file.to_string_lossy().into_owned()))?;
    match view {
        Some(view) => show::say(format!("{} is trusted: {}", view.name, view.fingerprints.join(", "))),
        None => show::say("No authority is trusted but those of this machine"),
    }
}
