//! What goes wrong on a day, drawn from the seed. It only chooses; the story makes it happen.

use crate::carrier::Weather;
use crate::chance::stream;
use base::Date;

/// The accident of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accident {
    /// The mail server misbehaves that way.
    Mail(Weather),
    /// Nobody starts the program for that many days.
    Outage { days: i64 },
    /// The statement comes a second time in another file.
    StatementAgain,
    /// The very same file is imported twice.
    FileAgain,
    /// What waits in the inbox is imported last first.
    OutOfOrder,
    /// Everything is done twice that day.
    TwiceADay,
    /// The machine's clock shows the day before.
    ClockBack,
    /// The books are lost right after the messages left, and put back from the copy made just before.
    BooksLost,
}

/// At most one a day, about one day in six.
pub fn accident(seed: u64, day: Date) -> Option<Accident> {
    let mut s = stream(seed, u32::MAX, &format!("accident {day}"));
    Some(match s.between(0, 72) {
        0 => Accident::Mail(Weather::Down),
        1 => Accident::Mail(Weather::Refuses),
        2 => Accident::Mail(Weather::LosesAnswer),
        3 => Accident::Mail(Weather::LosesMessage),
        4 => Accident::Mail(Weather::KillsBefore),
        5 => Accident::Mail(Weather::KillsAfter),
        6 => Accident::Outage { days: 3 },
        7 => Accident::StatementAgain,
        8 => Accident::FileAgain,
        9 | 10 => Accident::OutOfOrder,
        11 => Accident::TwiceADay,
        12 => Accident::ClockBack,
        13 => Accident::BooksLost,
        _ => return None,
    })
}
