//! Somebody who logged in, whether a company is there for them or not.

use crate::answer::{Answer, Flash, Oops, PageResult};
use crate::door;
use crate::frame;
use crate::house::House;
use crate::route::{Arrival, Nothing, blocking};
use crate::visit::companies_of;
use app::World;
use app::records::{Company, Role, SessionRecord, UserRecord};
use axum::response::Response;
use domain::journal::Actor;
use std::sync::Arc;

pub struct Newcomer {
    pub house: Arc<House>,
    pub user: UserRecord,
    pub session: SessionRecord,
    pub companies: Vec<Company>,
    /// May add a company: an owner, or the first to come.
    pub may_found: bool,
    pub flash: Option<Flash>,
    pub theme: &'static str,
}

impl Newcomer {
    pub fn world(&self) -> World<'_> {
        self.house.world(Actor::Person { name: self.user.name.clone() }, None)
    }

    /// # Errors
    /// `NotAllowed` for somebody who was let in by others.
    pub fn must_found(&self) -> Result<(), Oops> {
        if self.may_found { Ok(()) } else { Err(Oops::NotAllowed { who_may: "les propriétaires" }) }
    }

    /// The company looked at from now on.
    ///
    /// # Errors
    /// A broken store.
    pub fn look_at(&self, company: &Company) -> Result<(), Oops> {
        let session = SessionRecord { company: Some(company.id), ..self.session.clone() };
        Ok(self.world().write(|books| Ok(books.put_session(&session)?))?)
    }
}

/// Who this is; for nobody, where to go instead.
///
/// # Errors
/// A broken store.
pub fn greet(arrival: &Arrival) -> Result<Result<Newcomer, String>, Oops> {
    let (session, user) = match door::known(arrival)? {
        Ok(known) => known,
        Err(to) => return Ok(Err(to)),
    };
    let world = arrival.house.world(Actor::Program, None);
    let kept = companies_of(&world, &user)?;
    let is_owner = kept.iter().any(|(_, m)| m.role == Role::Owner);
    Ok(Ok(Newcomer {
        house: Arc::clone(&arrival.house),
        may_found: is_owner || nobody_keeps_anything(&world)?,
        companies: kept.into_iter().map(|(c, _)| c).collect(),
        user,
        session,
        flash: arrival.flash(),
        theme: arrival.theme(),
    }))
}

fn nobody_keeps_anything(world: &World<'_>) -> Result<bool, Oops> {
    Ok(world.read(|books| {
        for company in books.companies()? {
            if !books.memberships_of_company(company.id)?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    })?)
}

/// Runs a page function for whoever logged in.
pub async fn greeted(arrival: Arrival, work: impl FnOnce(&Newcomer) -> PageResult + Send + 'static) -> Response {
    blocking(move || match greet(&arrival) {
        Ok(Ok(newcomer)) => work(&newcomer).unwrap_or_else(|oops| frame::broken(&oops)),
        Ok(Err(to)) => Answer::Go { to, flash: None, cookie: None },
        Err(oops) => frame::broken(&oops),
    })
    .await
}

/// A page for newcomers, whose address holds `P`.
pub fn page<P, F>(show: F) -> axum::routing::MethodRouter<crate::route::App>
where
    P: serde::de::DeserializeOwned + Send + 'static,
    F: Fn(&Newcomer, P) -> PageResult + Clone + Send + Sync + 'static,
{
    axum::routing::get(|arrival: Arrival, path: axum::extract::Path<P>| async move {
        greeted(arrival, move |newcomer| show(newcomer, path.0)).await
    })
}

/// A form of newcomers without fields.
pub fn click<F>(act: F) -> axum::routing::MethodRouter<crate::route::App>
where
    F: Fn(&Newcomer, Nothing) -> PageResult + Clone + Send + Sync + 'static,
{
    axum::routing::post(
        |arrival: Arrival| async move { greeted(arrival, move |newcomer| act(newcomer, Nothing {})).await },
    )
}
