//! `quitus serve`: the application in the browser.

use crate::args::Serve;
use crate::fail::{Fail, Outcome};
use crate::rim::{PROGRAM, Rim, SystemClock, SystemEntropy};
use crate::show::line;
use web::{Argon, Counting, House, Watch};

pub fn run(rim: Rim, args: &Serve) -> Outcome<u8> {
    let house = House {
        store: Box::new(rim.store),
        clock: Box::new(SystemClock),
        entropy: Box::new(SystemEntropy),
        passwords: Box::new(Argon::default()),
        vault: Box::new(rim.outside.vault()),
        outside: Box::new(rim.outside),
        program: PROGRAM,
        secure: args.https,
        logs_requests: args.log_requests,
        watch: Watch::default(),
        counting: Counting::default(),
        proxies: args.proxies.clone(),
        metrics_token: args.metrics_token.clone().filter(|token| !token.trim().is_empty()),
    };
    web::serve(house, args.listen, |address| line(format!("Quitus est ouvert : http://{address}/"))).map_err(|e| {
        Fail::new(format!("L’adresse {} ne peut pas être écoutée : {}.", args.listen, base::unread::system(&e)))
    })?;
    Ok(0)
}
