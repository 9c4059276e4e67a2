//! Figures of large books are counted beside the pages that show them: each of them once at a time, whoever asks.

use crate::answer::Answer;
use crate::frame;
use crate::route::App;
use crate::view;
use crate::visit::Visit;
use crate::watch::log_failure;
use app::AppResult;
use app::World;
use app::money::{Look, Uncounted, count};
use app::ports::screens::Scope;
use app::records::Company;
use base::fr;
use base::id::{CompanyId, UserId};
use domain::journal::Actor;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

type Task = (CompanyId, Option<UserId>, Uncounted);

/// What is being counted; others ask again later.
#[derive(Default)]
pub struct Counting(Mutex<HashSet<Task>>);

/// Counted at the same time at most: the readers of the books serve the pages too.
const AT_ONCE: usize = 2;

impl Counting {
    fn begin(&self, task: &Task) -> bool {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.len() < AT_ONCE && under_way.insert(task.clone())
    }

    fn end(&self, task: &Task) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(task);
    }
}

/// Ends the task when the work is over, even badly.
struct UnderWay {
    house: App,
    task: Task,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.house.counting.end(&self.task);
    }
}

/// Has figures counted in the background, unless they are already.
pub fn soon(house: &App, company: &Company, scope: Scope, what: Uncounted) {
    let task = (scope.company, scope.keeper, what);
    if !house.counting.begin(&task) {
        return;
    }
    let under_way = UnderWay { house: Arc::clone(house), task };
    let company = company.clone();
    let work = move || {
        let house = &under_way.house;
        let world = house.world(Actor::Program, Some(&company));
        if let Err(error) = count::wanted(&world, &company, scope, &under_way.task.2) {
            log_failure(&error.to_string());
        }
    };
    house.outside.background(Box::new(work));
}

impl Visit {
    /// A look that does not keep the visitor waiting.
    ///
    /// # Errors
    /// A broken store.
    pub fn look<'w>(&self, world: &'w World<'w>) -> AppResult<Look<'w>> {
        Look::at_once(world, self.scope())
    }

    /// Has the older of the figures that were shown counted again, and says since when they are so.
    pub fn recount(&self, look: &Look<'_>) -> Option<String> {
        let older = look.older()?;
        soon(&self.house, &self.company, self.scope(), older.what);
        let at = view::paris(older.made_at);
        Some(format!(
            "Chiffres du {} à {}{nbsp}h{nbsp}{:02} : quelque chose a été enregistré depuis, ils se recomptent.",
            fr::date(at.date()),
            at.hour(),
            at.minute(),
            nbsp = fr::NBSP
        ))
    }

    /// The page that stands in for one whose figures are being counted; it asks again by itself.
    pub fn counting(&self, what: Uncounted) -> Answer {
        soon(&self.house, &self.company, self.scope(), what);
        frame::counting(self)
    }
}
