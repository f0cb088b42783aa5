//! A client file's plateforme agréée.

use std::process::ExitCode;

use liasse_desk::Desk;
use liasse_desk::api::{LifeCycleForm, LifeCycleSaid, LifeCycleView, PlatformConnection, PlatformReceived};
use serde_json::{Value, json};

use crate::arguments::{PlatformConnect, PlatformStatus};
use crate::papers::sentence;
use crate::show::{self, Failure};

/// `liasse platform connect`.
pub fn connect(desk: &Desk, connect: &PlatformConnect) -> Result<(), Failure> {
    let connection = PlatformConnection {
        address: connect.address.clone(),
        token_address: connect.token_address.clone(),
        client_id: connect.client_id.clone(),
        client_secret: std::env::var("LIASSE_PLATFORM_SECRET").unwrap_or_default(),
        patience: connect.patience,
        by_itself: connect.by_itself,
        acknowledge: connect.acknowledge,
    };
    desk.save_platform_connection(desk.client_file_id(&connect.client)?, connection)?;
    show::say("The platform answers; the connection is kept")
}

/// `liasse platform disconnect`.
pub fn disconnect(desk: &Desk, client: &str) -> Result<(), Failure> {
    desk.save_platform_connection(desk.client_file_id(client)?, PlatformConnection::default())?;
    show::say("The connection is forgotten; what was received stays")
}

/// `liasse platform receive`. What is read meanwhile is acknowledged at its end, where the connection says so. Fails when an
/// invoice could not be fetched; the others are taken in.
pub fn receive(desk: &Desk, client: &str, no_read: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let id = desk.client_file_id(client)?;
    let mut received = desk.receive_e_invoices(id.clone())?;
    if !no_read {
        desk.wait_until_read(&mut |progress| show::progress(progress));
        show::progress_done();
        received.settled += desk.see_to_life_cycle(id)?;
    }
    let PlatformReceived { accepted, known, missed, settled } = &received;
    if as_json {
        show::json(&json!(received))?;
    } else {
        show::say(format!("{accepted} taken in, {known} known before, {settled} statuses settled"))?;
        for one in missed {
            show::warn(format!("{}: {}", one.flow, sentence(&one.reason)));
        }
    }
    Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `liasse platform status`.
pub fn status(desk: &Desk, asked: &PlatformStatus) -> Result<(), Failure> {
    let view = match &asked.status {
        Some(status) => {
            let form = json!({ "status": status, "reason": asked.reason, "note": asked.note });
            let form: LifeCycleForm = serde_json::from_value(form).map_err(|error| error.to_string())?;
            desk.say_life_cycle(asked.document.clone(), form)?
        }
        None => {
            let view = desk.review(asked.document.clone())?.life_cycle;
            view.ok_or_else(|| "the document did not come from a platform".to_owned())?
        }
    };
    if asked.json {
        return show::json(&json!(view));
    }
    listed(&view)
}

fn listed(view: &LifeCycleView) -> Result<(), Failure> {
    let row = |said: &LifeCycleSaid| {
        vec![
            liasse_desk::moment(said.at),
            word(&json!(said.status)),
            word(&json!(said.reason)),
            word(&json!(said.state)),
            said.detail.as_ref().map(sentence).unwrap_or_default(),
        ]
    };
    show::table(&view.said.iter().map(row).collect::<Vec<_>>())?;
    match &view.trouble {
        Some(trouble) => show::say(sentence(trouble)),
        None => {
            let offered: Vec<String> = view.offered.iter().map(|offer| word(&json!(offer.status))).collect();
            show::say(format!("may be told: {}", offered.join(", ")))
        }
    }
}

/// A value of a closed list as it is written.
fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
