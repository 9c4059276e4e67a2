//! `quitus import --watch`: files dropped in a folder are taken in as they come.

use crate::dropped::WatchedFolder;
use crate::fail::{Fail, NEEDS_ATTENTION, Outcome};
use crate::reading;
use crate::rim::Rim;
use crate::show::{json, line, remark};
use app::World;
use app::dropped::{Dropped, Fate, Looked, take_dropped};
use app::records::Company;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use web::Outside;

/// Between two looks: a file that did not change in between is complete.
const EVERY: Duration = Duration::from_secs(2);

pub fn run(rim: &Rim, company: &Company, path: &Path, once: bool) -> Outcome<u8> {
    if !path.is_dir() {
        return Err(Fail::new(format!("{} n’est pas un dossier. Créez-le d’abord.", path.display())));
    }
    let mut folder = WatchedFolder::new(path);
    if !once && !rim.common.json {
        line(format!("Dossier surveillé : {}. Ctrl-C pour arrêter.", path.display()));
    }
    // The first look only learns what is there.
    look(rim, company, &mut folder)?;
    loop {
        std::thread::sleep(EVERY);
        let looked = match look(rim, company, &mut folder) {
            Ok(looked) => looked,
            // A database that is away for a moment must not end a watch of months.
            Err(fail) if !once => {
                remark(&fail.message);
                continue;
            }
            Err(fail) => return Err(fail),
        };
        let is_well = looked.troubles.is_empty() && looked.files.iter().all(|f| f.fate == Fate::Taken);
        match rim.common.json {
            true if once || looked != Looked::default() => json(&as_json(&looked))?,
            true => {}
            false => tell(&looked),
        }
        if once {
            return Ok(if is_well { 0 } else { NEEDS_ATTENTION });
        }
    }
}

/// One look, on the day it is.
fn look(rim: &Rim, company: &Company, folder: &mut WatchedFolder) -> Outcome<Looked> {
    let read: &app::dropped::Reader<'_> = &|files, columns| reading::together(files, columns, &mut |_| {});
    let world = World { today: rim.outside.today(Some(company)), ..rim.world() };
    Ok(take_dropped(&world, company, folder, read)?)
}

fn tell(looked: &Looked) {
    for file in &looked.files {
        let fate = if file.fate == Fate::Taken { "traités" } else { "refusés" };
        line(format!("{} → {fate}/", file.name));
        file.message.lines().for_each(remark);
    }
    looked.troubles.iter().for_each(|trouble| remark(trouble));
}

fn as_json(looked: &Looked) -> Value {
    let file = |f: &Dropped| json!({ "file": f.name, "taken": f.fate == Fate::Taken, "created": f.created, "message": f.message });
    json!({ "files": looked.files.iter().map(file).collect::<Vec<_>>(), "troubles": looked.troubles })
}
