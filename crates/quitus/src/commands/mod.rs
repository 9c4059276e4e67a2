//! One file for each thing a user asks. A command parses what it was given, calls one use case, and shows the answer.

mod accords;
mod acts;
mod agenda;
mod aging;
mod alerts;
mod bank;
mod claims;
mod closings;
mod company;
mod control;
mod corrections;
mod customers;
mod deals;
mod decisions;
mod demo;
mod disputes;
mod drafts;
mod entries;
mod explain;
mod find;
mod guide;
mod import;
mod inspect;
mod interest;
mod invoices;
mod journal;
mod keep;
mod law;
mod layout;
mod losses;
mod matching;
mod plans;
mod replies;
mod restored;
mod scenarios;
mod sending;
mod serve;
mod services;
mod statement;
mod templates;
mod thanks;
mod tokens;
mod users;
mod watch;
mod webhooks;
mod write;

use crate::args::{Cli, Command};
use crate::fail::Outcome;
use crate::rim::Rim;

/// Runs one command; the number is the exit code.
pub fn run(cli: &Cli) -> Outcome<u8> {
    match &cli.command {
        Command::Inspect(args) => return inspect::run(&cli.common, args),
        Command::Restore { file, yes } => return keep::restore(&cli.common, file, *yes),
        Command::Demo(args) => return demo::run(&cli.common, args),
        Command::Match(args) if args.set.is_some() => return matching::labelled(&cli.common, args),
        _ => {}
    }
    let rim = Rim::open(&cli.common)?;
    if let Command::Serve(args) = &cli.command {
        return serve::run(rim, args);
    }
    match &cli.command {
        Command::Init(args) => company::init(&rim, args),
        Command::Import(args) => import::run(&rim, args),
        Command::Invoice(what) => invoices::run(&rim, what),
        Command::Aging(args) => aging::run(&rim, args),
        Command::Agenda(args) => agenda::run(&rim, args),
        Command::Alerts(args) => alerts::run(&rim, args.what.as_ref()),
        Command::Explain(args) => explain::run(&rim, args),
        Command::Interest(args) => interest::run(&rim, args),
        Command::Statement(args) => statement::run(&rim, args),
        Command::Approve(args) => acts::approve(&rim, args),
        Command::Preview(args) => acts::preview(&rim, args),
        Command::Write(args) => write::run(&rim, args),
        Command::Send(args) => sending::send(&rim, args),
        Command::Bank(args) => bank::run(&rim, args.what.as_ref()),
        Command::Match(args) => matching::list(&rim, args),
        Command::Tick => sending::tick(&rim),
        Command::Call(args) => acts::call(&rim, args),
        Command::Done(args) => acts::done(&rim, args),
        Command::Returned(args) => acts::returned(&rim, args),
        Command::Resolve(args) => acts::resolve(&rim, args),
        Command::Cancel(args) => acts::cancel(&rim, args),
        Command::Acts(args) => acts::list(&rim, args),
        Command::Hold(what) => decisions::hold(&rim, what),
        Command::Plan(what) => plans::run(&rim, what),
        Command::Waiver(what) => deals::waiver(&rim, what),
        Command::Service(what) => services::run(&rim, what),
        Command::Extend(args) => deals::extend(&rim, args),
        Command::Assigned(what) => deals::assigned(&rim, what),
        Command::Promise(what) => accords::promise(&rim, what),
        Command::Dispute(what) => disputes::run(&rim, what),
        Command::Reply(what) => replies::run(&rim, what),
        Command::Decide(what) => decisions::decide(&rim, what),
        Command::Pay(args) => decisions::pay(&rim, args),
        Command::Unpay(args) => decisions::unpay(&rim, args),
        Command::Thanks(args) => thanks::run(&rim, args),
        Command::Confirm(args) => decisions::confirm(&rim, args),
        Command::Customer(what) => customers::run(&rim, what),
        Command::Settings(args) => company::settings(&rim, args),
        Command::Closing(what) => closings::run(&rim, what),
        Command::Sending(args) => sending::switch(&rim, args),
        Command::Scenario(what) => scenarios::run(&rim, what),
        Command::Template(what) => templates::run(&rim, what),
        Command::Law(what) => law::run(&rim, what),
        Command::Loss(what) => losses::run(&rim, what),
        Command::Entries(what) => entries::run(&rim, what),
        Command::User(what) => users::run(&rim, what),
        Command::Token(what) => tokens::run(&rim, what),
        Command::Webhook(what) => webhooks::run(&rim, what),
        Command::Journal(args) => journal::run(&rim, args),
        Command::Verify(args) => keep::verify(&rim, args),
        Command::Backup { file } => keep::backup(&rim, file),
        Command::Restored(args) => restored::run(&rim, args),
        Command::Inspect(_) | Command::Restore { .. } | Command::Demo(_) | Command::Serve(_) => Ok(0),
    }
}
