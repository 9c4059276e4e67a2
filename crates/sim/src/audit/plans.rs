//! Rule `plan_kept`: nobody who keeps a plan is asked for anything but a word before a payment; one that is late is asked for
//! in the order agreed, and never while a credit that nobody explained may be it. After a default all is asked for again.

use super::books::Agreed;
use super::{Auditor, Books, Reached};
use crate::seen::Seen;
use base::{Date, days_between};

/// A word goes before a payment by so many days at most; the notice of default follows the reminder by so many at least.
const BEFORE_DAYS: i64 = 5;
const REMINDER_DAYS: i64 = 8;
/// So long an unexplained credit holds back.
const UNEXPLAINED_FOR: i64 = 60;

/// The planner's steps under a plan begin so.
pub const STEPS: &str = "plan-";

/// Checks a contact against the notes, before it is noted itself.
pub fn check(auditor: &Auditor, books: &Books, on: Date, new: &Reached) -> Vec<String> {
    let mut wrong = Vec::new();
    for plan in books.plans.iter().filter(|p| p.numbers.iter().any(|n| new.numbers.contains(n))) {
        let arrears = books.arrears(plan, on);
        let about = format!("the plan of customer {} ({}, {arrears} late)", plan.customer, new.step);
        match new.step.as_str() {
            "plan-pre-due" => {
                let is_near = |due: &Date| (0..=BEFORE_DAYS).contains(&days_between(on, *due));
                if !plan.payments.iter().any(|(due, _)| is_near(due)) {
                    wrong.push(format!("{about}: no payment is near"));
                }
            }
            "plan-reminder" | "plan-default-notice" if arrears <= 0 => wrong.push(format!("{about}: nothing is late")),
            "plan-default-notice" => {
                let reminded = auditor.contacts().any(|(day, r)| {
                    r.step == "plan-reminder" && r.customer == plan.customer && days_between(day, on) >= REMINDER_DAYS
                });
                if !reminded {
                    wrong.push(format!("{about}: no reminder went before"));
                }
            }
            "plan-reminder" => {}
            _ => wrong.push(format!("{about}: the scenario asks for what is under a plan")),
        }
        if let Some(since) = current(books, plan) {
            let again = |(day, r): &(Date, &Reached)| {
                r.step == new.step && r.customer == plan.customer && days_between(since, *day) >= -BEFORE_DAYS
            };
            wrong.extend(auditor.contacts().find(again).map(|(day, _)| format!("{about}: said on {day} already")));
        }
        if new.step != "plan-pre-due" && may_be_there(books, plan, on) && !books.cleared.contains(&(on, new.customer)) {
            wrong.push(format!("{about}: a credit may be the payment"));
        }
    }
    wrong
}

/// The day of the oldest payment that did not come.
fn current(books: &Books, plan: &Agreed) -> Option<Date> {
    let mut received = books.received(plan);
    let mut due = plan.payments.iter().filter(|(_, cents)| {
        let is_paid = received >= *cents;
        received = (received - cents).max(0);
        !is_paid
    });
    due.next().map(|(on, _)| *on)
}

/// An unexplained credit of the sum of payments that follow each other came since the plan was agreed.
fn may_be_there(books: &Books, plan: &Agreed, on: Date) -> bool {
    let mut received = books.received(plan);
    let mut left = Vec::new();
    for (_, cents) in &plan.payments {
        let paid = received.min(*cents);
        received -= paid;
        left.extend((cents - paid > 0).then_some(cents - paid));
    }
    let runs = (0..left.len()).flat_map(|first| (first..left.len()).map(move |last| (first, last)));
    let sums: Vec<i64> = runs.map(|(first, last)| left.get(first..=last).unwrap_or_default().iter().sum()).collect();
    let is_recent = |d: Date| d >= plan.since && (0..=UNEXPLAINED_FOR).contains(&days_between(d, on));
    books.unmatched.iter().any(|c| is_recent(c.booked_on) && sums.contains(&c.cents))
}

/// Nothing that a broken plan was about is silent because of it.
pub fn resumed(books: &Books, seen: &Seen) -> Vec<String> {
    let about = |number: &String| books.lapsed.iter().any(|plan| plan.numbers.contains(number));
    let still = seen.silences.iter().filter(|s| about(&s.number) && s.reason.starts_with("plan"));
    still.map(|s| format!("{} is silent ({}) under a plan that was broken", s.number, s.reason)).collect()
}
