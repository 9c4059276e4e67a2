//! `quitus customer`: who they are, how they pay, whom to reach.

use crate::args::{CustomerCommand, CustomerSet, RegimeArg};
use crate::commands::acts::say;
use crate::commands::{company, find, users};
use crate::fail::{Fail, Outcome};
use crate::rim::{Rim, SystemClock};
use crate::show::{Align, cut, grid, json, line, remark};
use app::Clock;
use app::ports::terms::View;
use app::records::{Company, ContactRecord, PartyRecord};
use base::id::PartyId;
use base::{fold, fr};
use domain::facts::{ContactRole, KindBasis, PartyKind, ReceivableFacts};
use domain::journal::kinds::{ContactChanged, PartyChanged, PartyRef};
use domain::journal::{JournalKind, Said};
use serde_json::json;

pub fn run(rim: &Rim, what: &CustomerCommand) -> Outcome<u8> {
    let company = rim.company()?;
    match what {
        CustomerCommand::List { search, unknown } => list(rim, &company, search, *unknown),
        CustomerCommand::Kind { kind: arg, customers, unknown } => {
            let customers = if *unknown {
                app::customers::of_unknown_kind(&rim.world(), &company)?
            } else {
                customers.iter().map(|name| find::customer(&rim.world(), &company, name)).collect::<Outcome<_>>()?
            };
            state_kind(rim, &company, &customers, kind(*arg))
        }
        CustomerCommand::Show { customer } => show(rim, &company, customer),
        CustomerCommand::Set(args) => set(rim, &company, args),
        CustomerCommand::Note { subject, text } => {
            let (party, invoice) = find::subject(&rim.world(), &company, subject)?;
            let id = app::folders::note(&rim.world(), &company, party, invoice, text)?;
            say(rim, &format!("Noté sur {subject}."), json!({ "note": id }))
        }
        CustomerCommand::Contact { customer, role, name, email, phone } => {
            let role = self::role(role)
                .ok_or_else(|| Fail::new("--role vaut comptabilite, acheteur, utilisateur, decideur ou commercial."))?;
            contact(rim, &company, customer, role, (name.clone(), email.clone(), phone.clone()))
        }
    }
}

/// In French, or by the code that scripts use.
fn role(text: &str) -> Option<ContactRole> {
    Some(match text {
        "comptabilite" | "comptabilité" => ContactRole::AccountsPayable,
        "acheteur" => ContactRole::Buyer,
        "utilisateur" => ContactRole::User,
        "decideur" | "décideur" => ContactRole::Decider,
        "commercial" => ContactRole::Salesperson,
        code => return ContactRole::parse(code),
    })
}

fn list(rim: &Rim, company: &Company, search: &str, unknown: bool) -> Outcome<u8> {
    let mut found = app::aging::customers(&rim.world(), company, &fold::words(search))?;
    found.retain(|p| !unknown || (!p.is_pseudo && !p.kind_basis.is_known()));
    if rim.common.json {
        json(&json!({ "customers": found.iter().map(party_json).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    let rows = found
        .iter()
        .take(200)
        .map(|p| {
            vec![
                cut(&p.name, 36),
                p.kind_told().to_string(),
                p.siren.clone().unwrap_or_default(),
                p.scenario.clone().unwrap_or_default(),
            ]
        })
        .collect();
    line(grid(
        &[("Client", Align::Left), ("Type", Align::Left), ("SIREN", Align::Left), ("Scénario", Align::Left)],
        rows,
    ));
    Ok(0)
}

fn party_json(party: &PartyRecord) -> serde_json::Value {
    json!({
        "party": party.id, "name": party.name, "kind": party.kind, "kind_basis": party.kind_basis,
        "siren": party.siren, "vat_id": party.vat_id,
        "code": party.code, "language": party.language, "scenario": party.scenario, "is_key_account": party.is_key_account,
        "is_pseudo": party.is_pseudo,
    })
}

fn show(rim: &Rim, company: &Company, name: &str) -> Outcome<u8> {
    let world = rim.world();
    let party = find::customer(&world, company, name)?;
    let (contacts, holds, debtor) = world.read(|books| {
        let debtor = books.debtor(company.id, party.id, View { as_of: rim.today, known_at: None })?;
        Ok((books.contacts(party.id)?, books.open_holds(party.id)?, debtor))
    })?;
    let open = debtor.map(|d| d.receivables).unwrap_or_default();
    if rim.common.json {
        let contacts: Vec<_> = contacts
            .iter()
            .map(|c| json!({ "role": c.role, "name": c.name, "email": c.email, "phone": c.phone }))
            .collect();
        let holds: Vec<_> = holds
            .iter()
            .map(|h| json!({ "hold": h.id, "kind": h.kind, "opened_on": h.opened_on, "until": h.until, "why": h.why }))
            .collect();
        json(
            &json!({ "customer": party_json(&party), "contacts": contacts, "holds": holds, "open": open.iter().map(open_json).collect::<Vec<_>>() }),
        )?;
        return Ok(0);
    }
    line(format!(
        "{} ({}{})",
        party.name,
        party.kind_told(),
        party.siren.as_ref().map_or(String::new(), |s| format!(", SIREN {s}"))
    ));
    if party.kind_basis.is_known() {
        line(format!("  {:<28} {}, {}", "type", party.kind.french(), party.kind_basis.french()));
    }
    app::customers::doubt(&party).iter().for_each(|doubt| remark(doubt));
    for role in ContactRole::ALL {
        let people: Vec<String> = contacts.iter().filter(|c| c.role == role).map(described).collect();
        let said = if people.is_empty() { "manque".to_string() } else { people.join(" ; ") };
        line(format!("  {:<28} {said}", role.french()));
    }
    for hold in &holds {
        line(format!("  {} depuis le {} ({}) {}", hold.kind.french(), fr::date(hold.opened_on), hold.id, hold.why));
    }
    for r in &open {
        line(format!("  {} échue le {} : {}", r.number, fr::date(r.due_on), fr::money(r.outstanding, r.currency)));
    }
    Ok(0)
}

fn open_json(open: &ReceivableFacts) -> serde_json::Value {
    json!({
        "invoice": open.id, "number": open.number, "issued_on": open.issued_on, "due_on": open.due_on,
        "due_basis": open.due_basis, "currency": open.currency, "principal_cents": open.principal,
        "outstanding_cents": open.outstanding, "known_on": open.known_on,
        "has_estimated_settlement": open.has_estimated_settlement,
    })
}

fn described(contact: &ContactRecord) -> String {
    [&contact.name, &contact.email, &contact.phone].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

pub fn kind(arg: RegimeArg) -> PartyKind {
    match arg {
        RegimeArg::Business => PartyKind::Business,
        RegimeArg::Consumer => PartyKind::Consumer,
        RegimeArg::PublicBody => PartyKind::PublicBody,
    }
}

fn state_kind(rim: &Rim, company: &Company, customers: &[PartyRecord], kind: PartyKind) -> Outcome<u8> {
    app::customers::state_kind(&rim.world(), company, customers, kind)?;
    let told = match customers {
        [] => "Rien ne manquait : la nature de chaque client est connue.".to_string(),
        [only] => format!("{} : {}.", only.name, kind.french()),
        all => format!("{} : {}.", fr::count(all.len() as u64, "client", "clients"), kind.french()),
    };
    let parties: Vec<_> = customers.iter().map(|c| c.id).collect();
    say(rim, &told, json!({ "parties": parties, "kind": kind }))
}

fn set(rim: &Rim, company: &Company, args: &CustomerSet) -> Outcome<u8> {
    let world = rim.world();
    let before = find::customer(&world, company, &args.customer)?;
    let mut after = before.clone();
    let mut changed: Vec<(&str, String)> = Vec::new();
    if let Some(arg) = args.kind {
        after.kind = kind(arg);
        after.kind_basis = KindBasis::Stated;
        changed.push(("type", after.kind.french().to_string()));
    }
    if let Some(text) = &args.terms {
        after.payment_terms = Some(company::terms(text)?);
        changed.push(("délai de règlement", text.clone()));
    }
    if let Some(text) = &args.rate {
        after.agreed_rate = Some(company::rate(text)?);
        changed.push(("taux convenu", text.clone()));
    }
    if let Some(name) = &args.scenario {
        after.scenario = (name != "auto").then(|| name.clone());
        known_scenario(rim, company, after.scenario.as_deref())?;
        changed.push(("scénario", name.clone()));
    }
    if let Some(key) = args.key_account {
        after.is_key_account = key;
        changed.push(("grand compte", if key { "oui" } else { "non" }.to_string()));
    }
    if let Some(language) = &args.language {
        if !["fr", "en"].contains(&language.as_str()) {
            return Err(Fail::new("--language vaut fr ou en."));
        }
        after.language.clone_from(language);
        changed.push(("langue", language.clone()));
    }
    identity(&mut after, args, &mut changed);
    give(rim, company, after.id, args.keeper.as_deref())?;
    world.write(|books| {
        books.update_party(&after)?;
        for (field, value) in &changed {
            let kind = JournalKind::PartyChanged(PartyChanged {
                party: PartyRef { id: after.id, name: Said::plain(after.name.clone()) },
                field: (*field).to_string(),
                before: None,
                after: Some(Said::plain(value.clone())),
            });
            world.note(books, company.id, after.id, kind)?;
        }
        Ok(())
    })?;
    let counted_again = match &args.terms {
        Some(text) => {
            let terms = company::read_terms(text)?;
            app::confirm::terms(&world, company, &app::lawbook::load(&world)?, &after, terms)?
        }
        None => 0,
    };
    let keeper = args.keeper.as_ref().map(|_| "commercial");
    let names: Vec<&str> = changed.iter().map(|c| c.0).chain(keeper).collect();
    let again = match counted_again {
        0 => String::new(),
        n => format!(" {} selon ce délai.", fr::count(n, "échéance recalculée", "échéances recalculées")),
    };
    say(
        rim,
        &format!("{} : {} à jour.{again}", after.name, names.join(", ")),
        json!({ "party": after.id, "changed": names }),
    )
}

/// The salesperson who keeps this customer, by their address; « aucun » for nobody.
fn give(rim: &Rim, company: &Company, party: PartyId, email: Option<&str>) -> Outcome<()> {
    let Some(email) = email else { return Ok(()) };
    let keeper = match email {
        "aucun" => None,
        email => Some(users::member(rim, company, email)?.0.id),
    };
    Ok(app::folders::give_keeper(&rim.world(), company, party, keeper)?)
}

fn identity(after: &mut PartyRecord, args: &CustomerSet, changed: &mut Vec<(&str, String)>) {
    if let Some(siren) = &args.siren {
        after.siren = Some(fold::digits(siren));
        // A number of the register tells that they are no consumer.
        after.kind_basis = after.kind_basis.max(KindBasis::Documented);
        changed.push(("SIREN", siren.clone()));
    }
    if !args.address.is_empty() {
        after.address.lines.clone_from(&args.address);
        changed.push(("adresse", args.address.join(", ")));
    }
    for (value, field, name) in
        [(&args.postcode, &mut after.address.postcode, "code postal"), (&args.city, &mut after.address.city, "ville")]
    {
        if let Some(value) = value {
            *field = Some(value.clone());
            changed.push((name, value.clone()));
        }
    }
}

fn known_scenario(rim: &Rim, company: &Company, name: Option<&str>) -> Outcome<()> {
    let Some(name) = name else { return Ok(()) };
    let book = rim.world().read(|books| app::planning::scenarios(books, company, None))?;
    if book.named(name).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = book.current().iter().map(|s| s.reference.name.as_str()).collect();
    Err(Fail::new(format!("Aucun scénario ne s’appelle « {name} » ; connus : {}, ou auto.", known.join(", "))))
}

type Coordinates = (Option<String>, Option<String>, Option<String>);

fn contact(rim: &Rim, company: &Company, customer: &str, role: ContactRole, given: Coordinates) -> Outcome<u8> {
    let world = rim.world();
    let party = find::customer(&world, company, customer)?;
    let (name, email, phone) = given;
    if email.as_deref().is_some_and(|e| !e.contains('@')) {
        return Err(Fail::new("Cette adresse e-mail n’en est pas une."));
    }
    let record = ContactRecord {
        id: world.new_id(),
        company: company.id,
        party: party.id,
        role,
        name,
        email,
        phone,
        created_at: SystemClock.now(),
    };
    world.write(|books| {
        books.insert_contact(&record)?;
        let kind = JournalKind::ContactChanged(ContactChanged {
            contact: record.id,
            party: PartyRef { id: party.id, name: Said::plain(party.name.clone()) },
            field: role.french().to_string(),
            before: None,
            after: None,
        });
        world.note(books, company.id, record.id, kind)
    })?;
    say(rim, &format!("Ajouté pour {} : {}.", party.name, described(&record)), json!({ "contact": record.id }))
}
