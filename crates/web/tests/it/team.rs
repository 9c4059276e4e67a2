//! The company of demonstration with three people in it, and a look into its books beside the browser.

use crate::browser::{Browser, PASSWORD};
use crate::house::{TODAY, demo_at};
use app::accounts::{NewUser, add_user};
use app::ports::books::{Books, Store};
use app::ports::screens::{CustomerOrder, Cut, InvoiceStatus, Scope};
use app::ports::terms::BooksResult;
use app::records::{Company, Role};
use app::{Clock, Entropy, World};
use base::id::{InvoiceId, PartyId, UserId};
use base::{Timestamp, add_days};
use domain::journal::Actor;
use std::sync::atomic::{AtomicU64, Ordering};
use store::SqlStore;
use web::Argon;

/// Bytes that neither repeat nor meet those of the house.
struct Apart(AtomicU64);

impl Entropy for Apart {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [9; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_795_172_000).unwrap()
    }
}

pub struct Team {
    pub owner: Browser,
    pub salesperson: Browser,
    pub guest: Browser,
    pub salesperson_id: UserId,
    pub company: Company,
    store: SqlStore,
    entropy: Apart,
}

impl Team {
    pub fn world(&self) -> World<'_> {
        World {
            store: &self.store,
            clock: &Noon,
            entropy: &self.entropy,
            today: TODAY,
            actor: Actor::Person { name: "Test".to_string() },
            program: "quitus test",
        }
    }

    pub fn read<T>(&self, mut work: impl FnMut(&mut dyn Books) -> BooksResult<T>) -> T {
        let mut found = None;
        let read = &mut |books: &mut dyn Books| {
            found = Some(work(books)?);
            Ok(())
        };
        self.store.read(read).unwrap();
        found.unwrap()
    }

    /// Customers who owe, most overdue first.
    pub fn customers(&self) -> Vec<PartyId> {
        let scope = Scope { company: self.company.id, keeper: None };
        let cut = Cut { offset: 0, limit: 100 };
        let rows = self.read(|b| b.customer_rows(scope, TODAY, "", CustomerOrder::MostOverdue, cut));
        rows.into_iter().map(|r| r.party).collect()
    }

    /// A customer whom a message may be sent to today, and the invoices that it may name.
    pub fn late(&self) -> (PartyId, Vec<InvoiceId>) {
        let found = self.customers().into_iter().find_map(|party| {
            let case = app::cases::of(&self.world(), &self.company, party).unwrap()?;
            let proposal = case.plan.proposals.first()?;
            let is_late = proposal.lines.iter().all(|l| l.days_late > 0);
            let has_mail = self.read(|b| b.contacts(party)).iter().any(|c| c.email.is_some());
            (is_late && has_mail).then(|| (party, proposal.lines.iter().map(|l| l.invoice).collect()))
        });
        found.unwrap()
    }

    /// An invoice of that customer that nothing holds.
    pub fn overdue(&self, party: PartyId) -> InvoiceId {
        let cut = Cut { offset: 0, limit: 1 };
        let wanted = Some(InvoiceStatus::Overdue);
        self.read(|b| b.invoices_of_party(self.company.id, party, TODAY, wanted, cut))[0].invoice
    }
}

/// Runs a body on both engines with an owner, a salesperson of no customer and a guest, each at a machine of their own.
pub fn team(body: impl Fn(Team)) {
    demo_at(|url, owner| {
        let store = SqlStore::open(url, Noon.now()).unwrap();
        let company = store_company(&store);
        let mut team = Team {
            salesperson: owner.another(),
            guest: owner.another(),
            owner,
            salesperson_id: UserId::from_bytes([0; 16]),
            company,
            store,
            entropy: Apart(AtomicU64::new(0)),
        };
        let until = add_days(TODAY, 30);
        team.salesperson_id = join(&team, "sacha@exemple.fr", Role::Salesperson, None);
        join(&team, "gaelle@exemple.fr", Role::Guest, until);
        team.salesperson.log_in("sacha@exemple.fr", PASSWORD);
        team.guest.log_in("gaelle@exemple.fr", PASSWORD);
        body(team);
    });
}

fn store_company(store: &SqlStore) -> Company {
    let mut found = None;
    store
        .read(&mut |books| {
            found = books.companies()?.into_iter().next();
            Ok(())
        })
        .unwrap();
    found.unwrap()
}

fn join(team: &Team, email: &str, role: Role, until: Option<base::Date>) -> UserId {
    let name = email.split('@').next().unwrap().to_string();
    let new = NewUser { email: email.to_string(), name, password: PASSWORD.to_string() };
    add_user(&team.world(), &team.company, &new, (role, until), &Argon::with(crate::house::weak())).unwrap()
}
