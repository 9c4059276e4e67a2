//! `quitus`: the composition root. It reads the command line, opens the books, calls one use case, and shows the answer.

mod args;
mod commands;
mod dropped;
mod fail;
mod french;
mod outside;
mod reading;
mod rim;
mod show;
mod vault;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = french::parse();
    match commands::run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(fail) => {
            report(&cli, &fail);
            ExitCode::from(fail.code)
        }
    }
}

fn report(cli: &args::Cli, fail: &fail::Fail) {
    let text = if cli.common.json {
        serde_json::json!({ "error": fail.message, "exit_code": fail.code }).to_string()
    } else {
        format!("quitus : {}", fail.message)
    };
    // When even standard error is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{text}");
}
