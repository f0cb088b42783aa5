//! Papers of a client file: in, seen, out.

use std::collections::HashSet;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use liasse_desk::Desk;
use liasse_desk::api::{
    CoalaCharset, FilesChoice, FilesFormat, FlowView, InboxQuery, InboxRow, Message, PublicationReport,
    PublicationView, StatusView,
};
use serde_json::json;

use crate::arguments::{Add, Publish};
use crate::show::{self, Failure};

/// A sentence of the desk, in plain words.
pub fn sentence(message: &Message) -> String {
    let args: Vec<String> = message.args.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let code = message.code.replace('_', " ");
    if args.is_empty() { code } else { format!("{code} ({})", args.join(", ")) }
}

/// `liasse add`. Fails when a file was refused or could not be read; the others are taken in.
pub fn add(desk: &Desk, add: &Add) -> Result<ExitCode, Failure> {
    let id = desk.client_file_id(&add.client)?;
    let paths = add.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_millis() as f64);
    let known: HashSet<String> = desk.failed_sources(&id)?.into_iter().map(|source| source.id).collect();
    let added = desk.add_files(id.clone(), add.flow.into(), add.split.into(), paths)?;
    for refused in &added.refused {
        show::warn(format!("{}: {}", refused.path, show::line(&refused.finding)));
    }
    show::say(format!(
        "{} taken in, {} already there, {} refused",
        added.accepted,
        added.duplicates,
        added.refused.len()
    ))?;
    let mut failed = added.refused.len();
    if !add.no_read {
        desk.wait_until_read(&mut |progress| show::progress(progress));
        show::progress_done();
    }
    let mut faulty = desk.failed_sources(&id)?;
    faulty.retain(|source| !known.contains(&source.id));
    faulty.extend(desk.partly_read_sources(&id, since)?);
    for source in &faulty {
        failed += 1;
        for finding in &source.findings {
            show::warn(format!("{}: {}", source.file_name, show::line(finding)));
        }
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Which documents are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    All,
    Duplicates,
}

/// The documents of a flow; without statuses, what waits.
pub fn rows(
    desk: &Desk,
    id: &str,
    flow: FlowView,
    statuses: &[StatusView],
    listed: Listed,
) -> Result<Vec<InboxRow>, Failure> {
    let mut all = Vec::new();
    loop {
        let page = desk.inbox(InboxQuery {
            client_file: id.to_owned(),
            flow,
            statuses: statuses.to_vec(),
            duplicates: listed == Listed::Duplicates,
            foreign_currency: false,
            expense_reports: false,
            search: String::new(),
            offset: u32::try_from(all.len()).unwrap_or(u32::MAX),
            limit: 500,
        })?;
        let last = page.rows.is_empty();
        all.extend(page.rows);
        if last || all.len() >= page.total as usize {
            return Ok(all);
        }
    }
}

/// `liasse inbox`.
pub fn inbox(desk: &Desk, client: &str, as_json: bool) -> Result<(), Failure> {
    let id = desk.client_file_id(client)?;
    let mut waiting = rows(desk, &id, FlowView::Purchases, &[], Listed::All)?;
    waiting.extend(rows(desk, &id, FlowView::Sales, &[], Listed::All)?);
    if as_json {
        return show::json(&json!(waiting));
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let lines: Vec<Vec<String>> = waiting
        .iter()
        .map(|row| {
            let status = match row.status {
                StatusView::Ready => "ready",
                StatusView::ToSplit => "to split",
                _ => "to review",
            };
            vec![
                status.to_owned(),
                text(&row.date),
                text(&row.third_party),
                text(&row.number),
                text(&row.total_ttc),
                row.doubts.iter().map(|doubt| sentence(&doubt.message)).collect::<Vec<_>>().join("; "),
            ]
        })
        .collect();
    show::table(&lines)
}

/// `liasse history`.
pub fn history(desk: &Desk, client: &str, as_json: bool, most: usize) -> Result<(), Failure> {
    let id = desk.client_file_id(client)?;
    let mut lines = Vec::new();
    while lines.len() < most {
        let page = desk.ledger(id.clone(), u32::try_from(lines.len()).unwrap_or(u32::MAX))?;
        lines.extend(page.lines);
        if !page.more {
            break;
        }
    }
    lines.truncate(most);
    if as_json {
        return show::json(&json!(lines));
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let change = &line.change;
            let labels: Vec<&str> = line.documents.iter().map(|document| document.label.as_str()).collect();
            vec![
                liasse_desk::moment(change.at),
                change.actor.clone(),
                sentence(&change.message),
                labels.join("; "),
                if change.undone { "undone".to_owned() } else { String::new() },
            ]
        })
        .collect();
    show::table(&rows)
}

/// `liasse entries`.
pub fn entries(desk: &Desk, client: &str, as_json: bool, as_fec: bool) -> Result<(), Failure> {
    let id = desk.client_file_id(client)?;
    if as_fec {
        let bytes = desk.entries_fec(&id)?;
        return show::write(&bytes);
    }
    let entries = desk.entries(&id)?;
    if as_json {
        return show::json(&json!(entries));
    }
    for entry in entries {
        show::say(format!("{} {} {}", entry.journal, entry.date, entry.total))?;
        let lines: Vec<Vec<String>> = entry
            .lines
            .into_iter()
            .map(|line| {
                vec![
                    String::new(),
                    line.account,
                    line.label,
                    line.debit.unwrap_or_default(),
                    line.credit.unwrap_or_default(),
                ]
            })
            .collect();
        show::table(&lines)?;
    }
    Ok(())
}

/// What `--format`, `--columns` and `--windows` say together.
fn files_choice(
    desk: &Desk,
    client_file: &str,
    publish: &Publish,
    format: FilesFormat,
) -> Result<FilesChoice, Failure> {
    let offer = desk.files_offer(client_file.to_owned())?;
    let preset = match publish.columns.as_slice() {
        [code] => offer.presets.into_iter().find(|preset| preset.code == *code),
        _ => None,
    };
    let columns = preset.map_or_else(|| publish.columns.clone(), |preset| preset.columns);
    let charset = if publish.windows { CoalaCharset::Windows } else { CoalaCharset::Utf8 };
    Ok(FilesChoice { format, columns, charset })
}

/// `liasse publish`. Fails when a document that should have gone did not.
pub fn publish(desk: &Desk, publish: &Publish) -> Result<ExitCode, Failure> {
    let id = desk.client_file_id(&publish.client)?;
    let summary = desk.publication_summary(id.clone(), Vec::new())?;
    for total in &summary.journals {
        show::say(format!(
            "{}: {} entries, {} {}",
            total.journal, total.entries, total.total, total.currency
        ))?;
    }
    if !publish.ready {
        show::say(format!(
            "{} ready; nothing was sent: say --ready to publish them",
            summary.documents.len()
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(variant) = publish.ubl {
        desk.set_belgian_ubl(id.clone(), variant.into())?;
    }
    if let Some(format) = publish.format {
        desk.set_files_choice(id.clone(), files_choice(desk, &id, publish, format)?)?;
    }
    let destination = publish.out.as_ref().map(|path| path.to_string_lossy().into_owned());
    report(&desk.publish(id, summary.documents, publish.to.code().to_owned(), destination)?)
}

/// What became of a publication. Fails when a document that should have gone did not.
pub fn report(report: &PublicationReport) -> Result<ExitCode, Failure> {
    for published in &report.published {
        show::say(&published.remote)?;
    }
    for finding in &report.findings {
        show::warn(&finding.message);
    }
    for held in &report.held_back {
        show::warn(format!("{}: {}", held.label, sentence(&held.message)));
    }
    show::say(format!("{} published, {} held back", report.published.len(), report.held_back.len()))?;
    Ok(if report.held_back.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `liasse publications`.
pub fn publications(desk: &Desk, client: &str, as_json: bool) -> Result<(), Failure> {
    let all = desk.publications(desk.client_file_id(client)?, None)?;
    if as_json {
        return show::json(&json!(all));
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let line = |one: &PublicationView| {
        vec![one.target.clone(), text(&one.number), text(&one.third_party), sentence(&one.message)]
    };
    show::table(&all.iter().map(line).collect::<Vec<_>>())
}
