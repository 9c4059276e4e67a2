//! When real messages leave: on working days when the company is open, between the hours it chose. Trial messages know no hours.
//!
//! The hour is told by the rim, which reads the clock; nothing here does.

use super::Wait;
use crate::records::Company;
use base::fr::{self, NBSP};
use base::{Date, Timestamp, calendar};
use domain::facts::{closed_on, next_open_day};

/// When a round of sending takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The hour, 0 to 23, in the country of the company.
    Hour(u8),
    /// A round that the server makes by itself at that hour: what was only just approved can still be taken back.
    Round(u8),
    /// Somebody asked not to wait for the sending hours; their name is kept with the act.
    Asked,
}

/// How long an approval can be taken back before the server's own round lets it go.
pub const UNDO_SECONDS: i64 = 30;

/// Why a message, real or not, waits at this moment: it was approved a moment ago.
pub(super) fn fresh(prepared_at: Timestamp, now: Timestamp, moment: Moment) -> Option<Wait> {
    let age = now.as_second() - prepared_at.as_second();
    (matches!(moment, Moment::Round(_)) && age < UNDO_SECONDS).then_some(Wait::Undo)
}

/// Why a real message waits at this moment.
pub(super) fn wait(company: &Company, today: Date, moment: Moment) -> Option<Wait> {
    let (Moment::Hour(hour) | Moment::Round(hour)) = moment else { return None };
    let settings = &company.settings;
    if closed_on(&settings.closings, today).is_some() {
        return Some(Wait::Closed { reopens_on: next_open_day(&settings.closings, settings.region, today) });
    }
    let open = (settings.sending_from_hour..settings.sending_until_hour).contains(&hour);
    let is_open = open && calendar::is_working_day(today, settings.region);
    (!is_open).then_some(Wait::Hours { from: settings.sending_from_hour, until: settings.sending_until_hour })
}

/// The day and hour at which a real message approved at this hour leaves, when it does not leave at once: the same day
/// before the hours begin, else the next working day on which the company is open.
pub fn leaves_later(company: &Company, today: Date, hour: u8) -> Option<(Date, u8)> {
    let settings = &company.settings;
    wait(company, today, Moment::Round(hour))?;
    let open_on = |day| next_open_day(&settings.closings, settings.region, day);
    let day = if hour < settings.sending_from_hour { today } else { today.tomorrow().unwrap_or(today) };
    // A day of rest before its hours, or an open day after them.
    let first = if open_on(today) == today { day } else { today };
    Some((open_on(first), settings.sending_from_hour))
}

/// When an act that is ready leaves, in French; `None` when it leaves at once, and for what is no real message.
pub fn departure(company: &Company, row: &crate::records::ActRow, today: Date, hour: u8) -> Option<String> {
    let waits = row.state == domain::facts::ActState::Prepared && row.act.live && row.act.message_id.is_some();
    if !waits || !company.settings.live {
        return None;
    }
    leaves_later(company, today, hour).map(|(day, hour)| format!("part {}", at(today, day, hour)))
}

/// `à 8 h 00`, or `lundi 23 novembre 2026 à 8 h 00` on another day.
pub fn at(today: Date, day: Date, hour: u8) -> String {
    let on = if day == today { String::new() } else { format!("{} {} ", fr::weekday(day), fr::date(day)) };
    format!("{on}à {hour}{NBSP}h{NBSP}00")
}

pub(super) fn french(from: u8, until: u8) -> String {
    format!("part entre {from}{NBSP}h et {until}{NBSP}h, les jours ouvrés")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::CompanyId;
    use domain::facts::Closing;

    fn company() -> Company {
        Company::named(CompanyId::from_bytes([1; 16]), "Atelier", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn nineteen_is_too_late_and_eight_is_not_too_early() {
        let tuesday = Date::constant(2026, 3, 10);
        let open: Vec<u8> = (0..24).filter(|h| wait(&company(), tuesday, Moment::Hour(*h)).is_none()).collect();
        assert_eq!(open, (8..19).collect::<Vec<u8>>());
    }

    #[test]
    fn nothing_leaves_while_the_company_is_closed_unless_somebody_asks() {
        let (from, until) = (Date::constant(2026, 8, 3), Date::constant(2026, 8, 21));
        let mut closed = company();
        closed.settings.closings = vec![Closing { from, until, why: "Fermeture d’été".to_string() }];
        let monday = Date::constant(2026, 8, 24);
        assert_eq!(wait(&closed, from, Moment::Hour(10)), Some(Wait::Closed { reopens_on: monday }));
        assert_eq!(wait(&closed, until, Moment::Round(10)), Some(Wait::Closed { reopens_on: monday }));
        assert_eq!(wait(&closed, until, Moment::Asked), None);
        assert_eq!(wait(&closed, monday, Moment::Hour(10)), None);
    }

    #[test]
    fn the_servers_round_leaves_half_a_minute_to_undo_and_nobody_else_does() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(fresh(at(100), at(129), Moment::Round(10)), Some(Wait::Undo));
        assert_eq!(fresh(at(100), at(130), Moment::Round(10)), None);
        assert_eq!(fresh(at(100), at(101), Moment::Hour(10)), None);
        assert_eq!(fresh(at(100), at(101), Moment::Asked), None);
    }

    #[test]
    fn what_is_approved_outside_the_hours_says_when_it_leaves() {
        let (friday, saturday) = (Date::constant(2026, 3, 13), Date::constant(2026, 3, 14));
        let monday = Date::constant(2026, 3, 16);
        assert_eq!(leaves_later(&company(), friday, 7), Some((friday, 8)));
        assert_eq!(leaves_later(&company(), friday, 8), None);
        assert_eq!(leaves_later(&company(), friday, 18), None);
        assert_eq!(leaves_later(&company(), friday, 19), Some((monday, 8)));
        for hour in [7, 12, 22] {
            assert_eq!(leaves_later(&company(), saturday, hour), Some((monday, 8)), "{hour}");
        }
        assert_eq!(at(friday, friday, 8), format!("à 8{NBSP}h{NBSP}00"));
        assert_eq!(at(friday, monday, 8).replace(NBSP, " "), "lundi 16 mars 2026 à 8 h 00");
    }

    #[test]
    fn nothing_leaves_on_a_day_of_rest_unless_somebody_asks() {
        for rest in [Date::constant(2026, 3, 14), Date::constant(2026, 3, 15), Date::constant(2026, 5, 1)] {
            assert_eq!(wait(&company(), rest, Moment::Hour(10)), Some(Wait::Hours { from: 8, until: 19 }), "{rest}");
            assert_eq!(wait(&company(), rest, Moment::Asked), None);
        }
    }
}
