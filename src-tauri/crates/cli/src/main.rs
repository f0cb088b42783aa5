//! liasse, the command line: the same engine without a window, for batch work and automation.

mod arguments;
mod books;
mod coding;
mod lists;
mod mail;
mod papers;
mod platform;
mod read;
mod show;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, ClientAction, PlatformAction, RuleAction, Verb};

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(liasse_desk::READING_WORKER) {
        return liasse_desk::reading_worker(std::env::args().skip(2));
    }
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            show::warn(format!("liasse: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, show::Failure> {
    if let Verb::Read(read) = &arguments.verb {
        return read::run(read);
    }
    let only_taken_in = matches!(&arguments.verb, Verb::Add(add) if add.no_read);
    let desk = books::open(arguments.data.clone(), !only_taken_in)?;
    let outcome = carry_out(&desk, arguments);
    desk.close();
    outcome
}

fn carry_out(desk: &liasse_desk::Desk, arguments: &Arguments) -> Result<ExitCode, show::Failure> {
    match &arguments.verb {
        Verb::Read(_) => {}
        Verb::Client { action: ClientAction::Add(form) } => books::add_client(desk, form)?,
        Verb::Client { action: ClientAction::List { json } } => books::list_clients(desk, *json)?,
        Verb::ImportFec { file, client } => books::import_fec(desk, file, client)?,
        Verb::ImportChart { file, client, replace, successors, proposals, dry_run } => {
            let asked = lists::ChartAsked { file, replace: *replace, successors, proposals: *proposals };
            lists::import_chart(desk, client, &asked, *dry_run)?;
        }
        Verb::PaymentMethods { client, json } => lists::payment_methods(desk, client, *json)?,
        Verb::ImportRates { file } => books::import_rates(desk, file)?,
        Verb::Rules { client, json } => coding::rules(desk, client, *json)?,
        Verb::Rule { action: RuleAction::Add(add) } => coding::add_rule(desk, add)?,
        Verb::Rule { action: RuleAction::Delete { id } } => coding::delete_rule(desk, id)?,
        Verb::Duplicates { client, json } => coding::duplicates(desk, client, *json)?,
        Verb::Duplicate { action } => coding::settle_duplicate(desk, action)?,
        Verb::WaitingTax { client, json } => coding::waiting_tax(desk, client, *json)?,
        Verb::History { client, json, most } => papers::history(desk, client, *json, *most)?,
        Verb::Settle(settle) => coding::settle(desk, settle)?,
        Verb::PublishTaxDue { client, out } => return coding::publish_tax_due(desk, client, out),
        Verb::Reopen { document, reverse_on, out } => {
            return coding::reopen(desk, document, reverse_on.clone(), out.as_deref());
        }
        Verb::ConnectSageGe(connection) => books::connect_sage_ge(desk, connection)?,
        Verb::ConnectMeg(connection) => books::connect_meg(desk, connection)?,
        Verb::ConnectMail(account) => mail::connect(desk, account)?,
        Verb::MegMail(route) => mail::route(desk, route)?,
        Verb::Arrived { document, to, not } => {
            desk.settle_publication(document.clone(), to.code().to_owned(), !not)?;
        }
        Verb::Platform { action: PlatformAction::Connect(connect) } => platform::connect(desk, connect)?,
        Verb::Platform { action: PlatformAction::Disconnect { client } } => {
            platform::disconnect(desk, client)?;
        }
        Verb::Platform { action: PlatformAction::Receive { client, no_read, json } } => {
            return platform::receive(desk, client, *no_read, *json);
        }
        Verb::Platform { action: PlatformAction::Status(status) } => platform::status(desk, status)?,
        Verb::Trust { file } => books::trust(desk, file.as_deref())?,
        Verb::Publications { client, json } => papers::publications(desk, client, *json)?,
        Verb::Add(add) => return papers::add(desk, add),
        Verb::Inbox { client, json } => papers::inbox(desk, client, *json)?,
        Verb::Entries { client, json, fec } => papers::entries(desk, client, *json, *fec)?,
        Verb::Publish(publish) => return papers::publish(desk, publish),
    }
    Ok(ExitCode::SUCCESS)
}
