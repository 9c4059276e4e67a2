use super::{Pairs, field, id, refresh, refused, why};
use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::spoken;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::brief::{Brief, Event, brief};
use app::holds;
use askama::Template;
use base::fr;
use base::id::PartyId;
use domain::agenda::{Proposal, Silence, guard_name, liftable, remedy};
use domain::facts::{ContactRole, DecisionKind, Guard, HoldKind};
use domain::payer::Confidence;

/// As much of an answer as an event says.
const FIRST_CHARS: usize = 80;

/// The customer in short, beside an action.
pub struct Short {
    pub href: String,
    pub name: String,
    pub kind: &'static str,
    pub owed: Vec<(String, String, String)>,
    pub delay: String,
    pub holds: Vec<Chip>,
    pub events: Vec<Told>,
    pub contacts: Vec<(String, &'static str, String, String)>,
}

pub struct Told {
    pub icon: &'static str,
    pub tone: &'static str,
    pub day: String,
    pub text: String,
    pub href: String,
}

pub fn short(visit: &Visit, party: PartyId) -> Result<Short, Oops> {
    let brief = brief(&visit.world(), &visit.company, party)?;
    Ok(Short {
        href: format!("/clients/{party}"),
        name: brief.party.name.clone(),
        kind: if app::customers::is_unclear(&brief.party) { "nature à préciser" } else { brief.party.kind.french() },
        owed: brief.owed.iter().map(owed).collect(),
        delay: delay(&brief),
        holds: holds_said(&brief),
        events: brief.events.iter().map(|(on, event)| told(*on, event)).collect(),
        contacts: brief
            .contacts
            .iter()
            .map(|c| {
                let name = c.name.clone().unwrap_or_else(|| "Sans nom".to_string());
                (name, role(c.role), c.email.clone().unwrap_or_default(), c.phone.clone().unwrap_or_default())
            })
            .collect(),
    })
}

/// Who somebody is, in one or two words.
pub fn role(role: ContactRole) -> &'static str {
    match role {
        ContactRole::AccountsPayable => "comptabilité",
        ContactRole::Buyer => "acheteur",
        ContactRole::User => "utilisateur",
        ContactRole::Decider => "décideur",
        ContactRole::Salesperson => "votre commercial",
    }
}

fn owed(owed: &app::brief::Owed) -> (String, String, String) {
    let money = |cents| view::money(cents, owed.currency);
    (money(owed.open), money(owed.overdue), fr::count(owed.invoices, "facture ouverte", "factures ouvertes"))
}

/// The mean delay of the customer's own page, in words.
fn delay(brief: &Brief) -> String {
    let Some(mean) = brief.payer.mean else { return "aucune facture réglée ou échue".to_string() };
    let on = fr::count(brief.payer.points.len() as u64, "facture", "factures");
    let sure = if brief.payer.confidence() == Confidence::Indicative { ", indicatif" } else { "" };
    format!("{} de retard moyen ({on}{sure})", mean.french())
}

/// A promise about three invoices is three holds, and one thing to say.
fn holds_said(brief: &Brief) -> Vec<Chip> {
    let mut said: Vec<Chip> = brief.holds.iter().map(|h| hold(h.kind, h.until, h.amount)).collect();
    said.dedup();
    said
}

fn hold(kind: HoldKind, until: Option<base::Date>, amount: Option<base::Cents>) -> Chip {
    let amount = amount.map_or_else(String::new, |cents| format!(" de {}", fr::euros(cents)));
    let until = until.map_or_else(String::new, |on| format!(" jusqu’au {}", view::day(on)));
    Chip::new(format!("{}{amount}{until}", kind.french()), "hold")
}

fn told(on: base::Date, event: &Event) -> Told {
    let day = view::day(on);
    let href = String::new();
    match event {
        Event::Act(row) => {
            let (icon, channel) = view::channel(row.act.channel);
            let text = format!("{} ({channel}, {})", row.act.step_title, row.state.french());
            Told { icon, tone: "out", day, text, href: format!("/actes/{}", row.act.id) }
        }
        Event::Payment(payment) => {
            let text = format!("Paiement de {}", view::money(payment.amount, payment.currency));
            Told { icon: "euro", tone: "in", day, text, href }
        }
        Event::Hold(record) => {
            let text = format!("{} : {}", hold(record.kind, record.until, record.amount).text, record.why);
            Told { icon: "pause", tone: "hold", day, text, href }
        }
        Event::Reply(row) => {
            let became = row.handled.as_ref().map_or("à lire", |h| h.meaning.map_or("traitée", |m| m.french()));
            let words = app::replies::first_words(&row.text, FIRST_CHARS);
            let said = if words.is_empty() { String::new() } else { format!(" « {words} »") };
            let text = format!("Le client a répondu{said} ({became})");
            Told { icon: "mail", tone: "in", day, text, href: format!("/reponses/{}", row.reply.id) }
        }
    }
}

struct Quiet {
    number: String,
    late: Chip,
    amount: String,
    reasons: Vec<String>,
    remedy: Option<&'static str>,
    next: String,
    guard: Option<(&'static str, &'static str)>,
    invoice: String,
}

#[derive(Template)]
#[template(path = "work/customer.html")]
struct CustomerPage {
    frame: Frame,
    party: String,
    brief: Short,
    /// Said when somebody came for an action that is no longer there.
    gone: String,
    actions: Vec<(String, &'static str, String, String)>,
    quiet: Vec<Quiet>,
}

/// A customer's day: what is proposed, and why nothing for the rest.
pub fn show(visit: &Visit, party: String, _: Nothing) -> PageResult {
    instead(visit, &party, String::new())
}

pub fn instead(visit: &Visit, party: &str, gone: String) -> PageResult {
    let party: PartyId = id(party)?;
    visit.must_see(party)?;
    app::worklist::of_day(&visit.world(), &visit.company)?;
    let (work, quiet) = visit.world().read(|books| Ok((books.work_of_party(party)?, books.quiet_of_party(party)?)))?;
    let brief = short(visit, party)?;
    let actions = work.iter().map(|row| {
        let title =
            serde_json::from_str::<Proposal>(&row.item.json).map_or_else(|_| row.item.step.clone(), |p| p.step_title);
        let href = format!("/a-faire/{party}/{}/{}", row.item.step, row.item.currency.code());
        (href, view::channel(row.item.channel).0, title, view::money(row.item.total, row.item.currency))
    });
    html(&CustomerPage {
        frame: visit.frame(brief.name.clone()),
        party: party.to_string(),
        gone,
        actions: actions.collect(),
        quiet: quiet
            .iter()
            .filter_map(|item| serde_json::from_str(&item.json).ok())
            .map(|s: Silence| quiet_line(&s, visit.today()))
            .collect(),
        brief,
    })
}

fn quiet_line(silence: &Silence, today: base::Date) -> Quiet {
    let guard = silence.reasons.first().and_then(liftable);
    Quiet {
        number: silence.number.clone(),
        late: view::lateness(base::days_between(silence.due_on, today)),
        amount: view::money(silence.outstanding_cents, silence.currency),
        reasons: silence.reasons.iter().map(|r| spoken::reason_in(r, silence.currency)).collect(),
        remedy: silence.reasons.first().and_then(remedy),
        next: silence.next_on.map(view::day).unwrap_or_default(),
        guard: guard.map(|g| (g.code(), guard_name(g))),
        invoice: silence.invoice.to_string(),
    }
}

/// Lifts a guard for today, with a sentence.
pub fn lift(visit: &Visit, party: String, form: Pairs) -> PageResult {
    visit.must_act()?;
    let party: PartyId = id(&party)?;
    visit.must_see(party)?;
    let guard = Guard::parse(field(&form, "garde")).ok_or_else(|| {
        refused("Personne ne peut passer outre cette règle.", "Elle dépend d’un fait, pas d’une décision.")
    })?;
    let invoice = match field(&form, "facture") {
        "" => None,
        text => Some(id(text)?),
    };
    let of_theirs = |invoice| visit.world().read(|books| Ok(books.invoice(invoice)?.is_some_and(|i| i.party == party)));
    if let Some(invoice) = invoice
        && !of_theirs(invoice)?
    {
        return Err(Oops::NotHere);
    }
    holds::decide(&visit.world(), &visit.company, party, invoice, &DecisionKind::Override { guard }, why(&form)?)?;
    refresh(visit, party)?;
    done(format!("/a-faire/{party}"), format!("Vous passez outre la règle « {} » pour aujourd’hui.", guard_name(guard)))
}
