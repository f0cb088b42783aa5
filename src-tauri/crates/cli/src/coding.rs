//! How papers are coded: rules, duplicates, tax that waits for its payment.

use std::process::ExitCode;

use liasse_desk::Desk;
use liasse_desk::api::{
    FlowView, InboxRow, ReversalForm, RuleForm, RuleLineForm, RuleView, ShareView, ThirdPartyKindView,
    VatSchemeView,
};
use serde_json::{Value, json};

use crate::arguments::{DuplicateAction, RuleAdd, SchemeArgument, Settle};
use crate::papers::{Listed, report, rows, sentence};
use crate::show::{self, Failure};

/// What a rule is narrowed to, in the words of its options.
fn when(form: &RuleForm) -> String {
    let told = [
        ("text", &form.text),
        ("at least", &form.at_least),
        ("at most", &form.at_most),
        ("paid by", &form.paid_by),
        ("on page", &form.on_page),
    ];
    let told = told.iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}

/// The accounts of a rule, with what each takes where there are several.
fn accounts(form: &RuleForm) -> String {
    let line = |line: &RuleLineForm| {
        let part = match line.share {
            ShareView::Open if form.lines.len() == 1 => String::new(),
            ShareView::Open => "=1".to_owned(),
            ShareView::Fixed => format!("={}", line.value),
            ShareView::Percent => format!("={}%", line.value),
        };
        let rate = if line.rate.is_empty() { String::new() } else { format!("@{}", line.rate) };
        format!("{}{part}{rate}", line.account)
    };
    form.lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

/// `liasse rules`.
pub fn rules(desk: &Desk, client: &str, as_json: bool) -> Result<(), Failure> {
    let rules = desk.rules(desk.client_file_id(client)?)?;
    let number = |rule: &RuleView, name: &str| -> Option<u64> { rule.reason.args.get(name)?.parse().ok() };
    if as_json {
        let list: Vec<Value> = rules
            .iter()
            .map(|rule| {
                json!({
                    "id": rule.form.id, "aux": rule.account, "name": rule.name, "account": accounts(&rule.form),
                    "when": when(&rule.form), "count": number(rule, "count"), "total": number(rule, "total"),
                    "reason": rule.reason.code,
                })
            })
            .collect();
        return show::json(&json!(list));
    }
    let rows: Vec<Vec<String>> = rules
        .iter()
        .map(|rule| {
            let reason = match (number(rule, "count"), number(rule, "total")) {
                (Some(count), Some(total)) => format!("{count} of {total} in last year's FEC"),
                _ => "made by hand".to_owned(),
            };
            let id = rule.form.id.clone().unwrap_or_default();
            vec![rule.account.clone(), rule.name.clone(), accounts(&rule.form), when(&rule.form), reason, id]
        })
        .collect();
    show::table(&rows)
}

/// `ACCOUNT`, `ACCOUNT=1`, `ACCOUNT=40%`, `ACCOUNT=12.50`, each with `@RATE` behind it where it is for one rate.
fn line(text: &str) -> RuleLineForm {
    let (text, rate) = text.split_once('@').unwrap_or((text, ""));
    let (account, part) = text.split_once('=').unwrap_or((text, "1"));
    let (share, value) = match part.strip_suffix('%') {
        Some(percent) => (ShareView::Percent, percent),
        None if part == "1" => (ShareView::Open, ""),
        None => (ShareView::Fixed, part),
    };
    RuleLineForm { account: account.to_owned(), share, value: value.to_owned(), rate: rate.to_owned() }
}

fn scheme(argument: SchemeArgument) -> VatSchemeView {
    match argument {
        SchemeArgument::Standard => VatSchemeView::Standard,
        SchemeArgument::ReverseCharge => VatSchemeView::ReverseCharge,
        SchemeArgument::Intracom => VatSchemeView::Intracom,
        SchemeArgument::Exempt => VatSchemeView::Exempt,
        SchemeArgument::Export => VatSchemeView::Export,
    }
}

/// `liasse rule add`: what the rule would change is always told; `--dry-run` stops there.
pub fn add_rule(desk: &Desk, add: &RuleAdd) -> Result<(), Failure> {
    let id = desk.client_file_id(&add.client)?;
    let mut parties = desk.third_parties(id.clone(), ThirdPartyKindView::Supplier)?;
    parties.extend(desk.third_parties(id, ThirdPartyKindView::Customer)?);
    let party = parties.into_iter().find(|party| party.account == add.third_party);
    let Some(party) = party else {
        let account = &add.third_party;
        return Err(Failure::Said(format!("no third party has the account {account}: see `liasse rules`")));
    };
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = RuleForm {
        id: None,
        third_party: party.id,
        text: given(&add.text),
        at_least: given(&add.at_least),
        at_most: given(&add.at_most),
        paid_by: given(&add.paid_by),
        on_page: given(&add.on_page),
        lines: add.lines.iter().map(|text| line(text)).collect(),
        vat_scheme: add.scheme.map(scheme),
    };
    let preview = desk.preview_rule(form.clone())?;
    show::say(format!(
        "{}: {} waiting documents, {} fit, {} {} change",
        party.name,
        preview.waiting,
        preview.fitting,
        preview.changes,
        if add.dry_run { "would" } else { "will" }
    ))?;
    if add.dry_run {
        return Ok(());
    }
    let changed = desk.save_rule(form)?;
    show::say(format!("rule kept, {changed} documents changed"))
}

/// `liasse rule delete`.
pub fn delete_rule(desk: &Desk, id: &str) -> Result<(), Failure> {
    desk.delete_rule(id.to_owned())?;
    show::say("rule deleted")
}

/// `liasse duplicates`.
pub fn duplicates(desk: &Desk, client: &str, as_json: bool) -> Result<(), Failure> {
    let id = desk.client_file_id(client)?;
    let mut found: Vec<InboxRow> = rows(desk, &id, FlowView::Purchases, &[], Listed::Duplicates)?;
    found.extend(rows(desk, &id, FlowView::Sales, &[], Listed::Duplicates)?);
    let why = |row: &InboxRow| {
        row.doubts.iter().find(|doubt| doubt.field == "duplicate").map(|one| one.message.clone())
    };
    if as_json {
        let list: Vec<Value> = found
            .iter()
            .map(|row| {
                json!({
                    "document": row.id, "other": row.duplicate_of, "thirdParty": row.third_party, "number": row.number,
                    "date": row.date, "total": row.total_ttc, "reason": why(row).map(|message| message.code),
                })
            })
            .collect();
        return show::json(&json!(list));
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let lines: Vec<Vec<String>> = found
        .iter()
        .map(|row| {
            vec![
                row.id.clone(),
                text(&row.duplicate_of),
                text(&row.third_party),
                text(&row.number),
                text(&row.total_ttc),
                why(row).map(|message| sentence(&message)).unwrap_or_default(),
            ]
        })
        .collect();
    show::table(&lines)
}

/// `liasse duplicate`.
pub fn settle_duplicate(desk: &Desk, action: &DuplicateAction) -> Result<(), Failure> {
    match action {
        DuplicateAction::Keep { document, other } => {
            desk.keep_one(document.clone(), other.clone())?;
            show::say(format!("{document} kept, {other} archived"))
        }
        DuplicateAction::Merge { document, other } => {
            let kept = desk.merge_duplicate(document.clone(), other.clone())?;
            show::say(format!("{kept} kept with what {other} says, {other} archived"))
        }
        DuplicateAction::Apart { document } => {
            desk.not_a_duplicate(document.clone())?;
            show::say(format!("{document} is a paper of its own"))
        }
    }
}

/// `liasse waiting-tax`.
pub fn waiting_tax(desk: &Desk, client: &str, as_json: bool) -> Result<(), Failure> {
    let view = desk.waiting_tax(desk.client_file_id(client)?)?;
    if as_json {
        return show::json(&json!(view));
    }
    let rows: Vec<Vec<String>> = view
        .rows
        .iter()
        .map(|row| {
            let flow = if row.flow == FlowView::Sales { "sale" } else { "purchase" };
            vec![
                row.document.clone(),
                flow.to_owned(),
                row.date.clone(),
                row.party.clone(),
                row.number.clone(),
                format!("{} to be paid", row.remaining),
                format!("{} of tax waiting", row.waiting),
            ]
        })
        .collect();
    show::table(&rows)?;
    show::say(format!(
        "tax waiting: {} on purchases, {} on sales; {} entries to publish",
        view.purchases, view.sales, view.to_publish
    ))
}

/// `liasse settle`.
pub fn settle(desk: &Desk, settle: &Settle) -> Result<(), Failure> {
    let n = desk.record_settlement(settle.documents.clone(), settle.on.clone(), settle.amount.clone())?;
    show::say(format!("{n} payments recorded; their tax is due on {}", settle.on))
}

/// `liasse publish-tax-due`.
pub fn publish_tax_due(desk: &Desk, client: &str, out: &std::path::Path) -> Result<ExitCode, Failure> {
    let id = desk.client_file_id(client)?;
    report(&desk.publish_tax_due(id, out.to_string_lossy().into_owned())?)
}

/// `liasse reopen`.
pub fn reopen(
    desk: &Desk,
    document: &str,
    reverse_on: Option<String>,
    out: Option<&std::path::Path>,
) -> Result<ExitCode, Failure> {
    let file = out.map(|path| path.display().to_string());
    let reversal = reverse_on.map(|date| ReversalForm { date, file });
    report(&desk.reopen_document(document.to_owned(), reversal)?)
}
