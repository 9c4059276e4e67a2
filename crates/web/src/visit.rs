//! A request, once we know who makes it: the user, the company looked at, the day, and what may be done.

use crate::answer::{Flash, Oops};
use crate::house::House;
use app::ports::screens::Scope;
use app::records::{Company, Membership, Role, SessionRecord, UserRecord};
use app::{AppResult, World};
use base::Date;
use base::id::PartyId;
use documents::TemplateSet;
use domain::journal::Actor;
use std::sync::Arc;

/// A request of somebody who logged in.
pub struct Visit {
    pub house: Arc<House>,
    pub user: UserRecord,
    pub session: SessionRecord,
    pub company: Company,
    pub role: Role,
    /// The companies this user may look at.
    pub companies: Vec<Company>,
    /// What came of the act before.
    pub flash: Option<Flash>,
    /// Path and query of this page.
    pub here: String,
    /// Path and query of the page the request came from, when it is ours.
    pub came_from: String,
    /// `light`, `dark` or `auto`.
    pub theme: &'static str,
}

impl Visit {
    pub fn world(&self) -> World<'_> {
        self.house.world(Actor::Person { name: self.user.name.clone() }, Some(&self.company))
    }

    pub fn today(&self) -> Date {
        self.house.outside.today(Some(&self.company))
    }

    /// The shipped texts with those of the company in their place.
    ///
    /// # Errors
    /// A broken store.
    pub fn templates(&self) -> AppResult<TemplateSet> {
        app::texts::in_force(&self.world(), &self.company)
    }

    /// Whose rows this user may see.
    pub fn scope(&self) -> Scope {
        let keeper = (self.role == Role::Salesperson).then_some(self.user.id);
        Scope { company: self.company.id, keeper }
    }

    /// A salesperson to whom no customer was given sees nothing at all, whatever the company is owed.
    ///
    /// # Errors
    /// A broken store.
    pub fn is_without_customers(&self) -> AppResult<bool> {
        let Some(keeper) = self.scope().keeper else { return Ok(false) };
        self.world().read(|books| Ok(!books.keeps_customers(self.company.id, keeper)?))
    }

    /// Asked before anything of a customer is shown or done.
    ///
    /// # Errors
    /// `NotHere` for a customer of another company, or of another salesperson.
    pub fn must_see(&self, party: PartyId) -> Result<(), Oops> {
        if self.world().read(|books| Ok(books.may_see(self.scope(), party)?))? { Ok(()) } else { Err(Oops::NotHere) }
    }

    /// # Errors
    /// `NotAllowed` for guests.
    pub fn must_act(&self) -> Result<(), Oops> {
        if self.role.may_act() {
            Ok(())
        } else {
            Err(Oops::NotAllowed { who_may: "les utilisateurs qui ne sont pas invités" })
        }
    }

    /// Asked before what concerns the whole company and not only some of its customers: importing, above all.
    ///
    /// # Errors
    /// `NotAllowed` for guests and salespeople.
    pub fn must_keep_books(&self) -> Result<(), Oops> {
        if self.role.may_keep_books() {
            Ok(())
        } else {
            Err(Oops::NotAllowed { who_may: "le propriétaire et les comptables" })
        }
    }

    /// # Errors
    /// `NotAllowed` for all but the owner.
    pub fn must_decide(&self) -> Result<(), Oops> {
        if self.role.may_decide() { Ok(()) } else { Err(Oops::NotAllowed { who_may: "le propriétaire" }) }
    }
}

/// The companies of a user with the roles that still run today.
pub fn companies_of(world: &World<'_>, user: &UserRecord) -> AppResult<Vec<(Company, Membership)>> {
    let today = world.today;
    world.read(|books| {
        let memberships = books.memberships_of_user(user.id)?;
        let runs = |m: &&Membership| m.until.is_none_or(|until| until >= today);
        let found = books.companies()?.into_iter().filter_map(|company| {
            let membership = memberships.iter().filter(runs).find(|m| m.company == company.id)?;
            Some((company, membership.clone()))
        });
        Ok(found.collect())
    })
}
