//! The day's work: what the list says, what approving, undoing, selecting and reporting write, and whom they refuse.

use crate::browser::{Browser, PASSWORD, Shown};
use crate::house::{Ground, TODAY, work};
use crate::office::{GARAGE, IMPRIMERIE, SCIERIE};
use app::ports::screens::{ActList, Cut, Scope, WorkFilter, WorkOrder, WorkRow};
use app::records::{ActRow, Membership, Role};
use axum::http::StatusCode;
use base::id::PartyId;
use base::{add_days, fr};
use domain::agenda::{ApprovalNeeded, Proposal};
use domain::facts::{ActState, Channel};
use domain::journal::Actor;

pub const ANYBODY: &[ApprovalNeeded] = &[ApprovalNeeded::Anybody];

impl Ground {
    pub fn rows(&self, approvals: &'static [ApprovalNeeded]) -> Vec<WorkRow> {
        let filter = WorkFilter { scope: self.scope(), approvals, search: String::new() };
        let cut = Cut { offset: 0, limit: 1_000 };
        self.read(|books| Ok(books.work_rows(&filter, WorkOrder::Worth, cut)?))
    }

    /// A proposal by that channel, with at least so many invoices.
    pub fn proposed(&self, channel: Channel, invoices: u64) -> WorkRow {
        let found = self.rows(ANYBODY).into_iter().find(|r| r.item.channel == channel && r.item.invoices >= invoices);
        found.unwrap_or_else(|| panic!("nothing proposed by {channel:?} about {invoices} invoices"))
    }

    pub fn acts(&self, list: ActList) -> Vec<ActRow> {
        let cut = Cut { offset: 0, limit: 1_000 };
        let named = self.read(|books| Ok(books.act_rows(self.scope(), list, cut)?));
        named.into_iter().map(|n| n.row).collect()
    }

    pub fn leaving(&self) -> Vec<ActRow> {
        self.acts(ActList::Leaving)
    }

    fn scope(&self) -> Scope {
        Scope { company: self.company().id, keeper: None }
    }

    /// Messages in the trial outbox.
    fn messages(&self) -> usize {
        let Ok(files) = std::fs::read_dir(self.outbox()) else { return 0 };
        files.filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "eml")).count()
    }

    fn round(&self) {
        web::Patrol::default().round(&self.house);
    }
}

pub fn address(row: &WorkRow) -> String {
    format!("/a-faire/{}/{}/{}", row.item.party, row.item.step, row.item.currency.code())
}

fn key(row: &WorkRow) -> String {
    format!("{}/{}/{}", row.item.party, row.item.step, row.item.currency.code())
}

/// What a hidden field of the page holds.
fn hidden(page: &Shown, name: &str) -> String {
    let rest = page.text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.and_then(|r| r.split('"').next()).unwrap_or_else(|| panic!("no field {name}: {}", page.words())).to_string()
}

#[test]
fn the_day_is_planned_and_sorted_by_what_a_minute_brings() {
    work(|mut browser, ground| {
        let page = browser.get("/a-faire");
        page.says("À faire aujourd’hui");
        let rows = ground.rows(ANYBODY);
        assert!(rows.len() == 3 && rows.is_sorted_by_key(|r| std::cmp::Reverse(r.item.per_minute)));
        page.says(&rows[0].customer);
        let (first, second) = (page.text.find(&rows[0].customer), page.text.find(&rows[1].customer));
        assert!(first < second, "{}", page.words());
        let late = rows.iter().find(|r| r.item.days_late > 0).unwrap();
        page.says(&format!("échu {} j", late.item.days_late));
        browser.get("/a-faire?onglet=a-confirmer").says("propriétaire");
        let name = rows[0].customer.split(' ').next().unwrap();
        browser.get(&format!("/a-faire?q={}", web::answer::percent(&name.to_uppercase()))).says(&rows[0].customer);
        browser.get("/a-faire?q=zzz").says("Aucune action pour ce nom");
    });
}

#[test]
fn a_row_says_how_far_things_are_and_why_it_is_not_the_call_of_its_title() {
    work(|mut browser, ground| {
        browser.get("/a-faire").says("premier contact");
        browser.get("/a-faire?onglet=a-confirmer").says("formel");
        let call = ground.proposed(Channel::Call, 1).item;
        let contact = ground.read(|books| Ok(books.contacts(call.party)?)).remove(0);
        let (id, email) = (contact.id.to_string(), contact.email.unwrap());
        let fields =
            [("contact", id.as_str()), ("role", contact.role.code()), ("name", "Léa"), ("email", email.as_str())];
        browser.post(&format!("/clients/{}/contacts", call.party), &fields);
        browser.get("/a-faire").says("E-mail, faute de téléphone");
        let row = ground.rows(ANYBODY).into_iter().find(|r| r.item.party == call.party).unwrap();
        assert_eq!((row.item.channel, &row.item.step), (Channel::Email, &call.step));
        browser.get(&address(&row)).says("E-mail, faute de téléphone, à Hôtel des Quais");
    });
}

#[test]
fn what_is_approved_and_taken_back_never_leaves() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 1);
        let page = browser.post(&format!("{}/approuver", address(&row)), &[]);
        page.says("1 action approuvée");
        assert_eq!(ground.leaving().len(), 1);
        assert!(!ground.rows(ANYBODY).iter().any(|r| r.item.party == row.item.party), "approved and still proposed");
        let fields = [("depuis", hidden(&page, "depuis")), ("jusque", hidden(&page, "jusque"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        browser.post("/a-faire/annuler", &fields).says("1 action annulée : rien n’est parti.");
        ground.later(60);
        ground.round();
        assert_eq!((ground.leaving().len(), ground.messages()), (0, 0));
        assert!(ground.rows(ANYBODY).iter().any(|r| r.item.json == row.item.json), "proposed again, as before");
        browser.post("/a-faire/annuler", &fields).says("0 action annulée");
    });
}

#[test]
fn what_is_approved_leaves_once_with_two_rounds_at_the_same_time() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 1);
        browser.post(&format!("{}/approuver", address(&row)), &[]);
        ground.round();
        assert_eq!(ground.messages(), 0, "half a minute is left to undo");
        ground.later(60);
        let other = ground.another();
        std::thread::scope(|scope| {
            scope.spawn(|| ground.round());
            scope.spawn(|| web::Patrol::default().round(&other));
        });
        // One may have found the other at work; a later round finds nothing left.
        ground.round();
        assert_eq!(ground.messages(), 1);
        assert_eq!(ground.leaving().len(), 0);
        let done = ground.acts(ActList::Done(TODAY));
        assert!(done.iter().any(|a| a.act.party == row.item.party && a.state == ActState::HandedOver), "{done:?}");
        browser.get("/a-faire?onglet=fait").says(&row.customer);
    });
}

#[test]
fn many_are_approved_after_saying_how_many_and_how_much() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let rows = ground.rows(ANYBODY);
        let mails: Vec<&WorkRow> = rows.iter().filter(|r| r.item.channel == Channel::Email).take(2).collect();
        let keys: Vec<String> = mails.iter().map(|r| key(r)).collect();
        let mut fields = vec![("portee", "choix"), ("onglet", "a-faire")];
        fields.extend(keys.iter().map(|k| ("choix", k.as_str())));
        let page = browser.post("/a-faire/approuver", &fields);
        page.says("Approuver 2 actions ?");
        page.says("2 e-mails à envoyer");
        let total = mails[0].item.total.add(mails[1].item.total).unwrap();
        assert!(page.text.contains(&fr::euros(total)), "{}", page.words());
        assert!(ground.leaving().is_empty(), "said, not done");
        fields.extend([("confirme", "1"), ("compte", "2")]);
        let mut page = browser.post("/a-faire/approuver", &fields);
        while page.words().contains("Préparation") {
            page = browser.get(&page.at);
        }
        page.says("2 actions approuvées");
        assert_eq!(ground.leaving().len(), 2);
        let all = [("portee", "tous"), ("onglet", "a-faire"), ("confirme", "1"), ("compte", "999")];
        browser.post("/a-faire/approuver", &all).says("toutes les actions de cet onglet");
        assert_eq!(ground.leaving().len(), 2, "another count than the one shown is shown again");
    });
}

#[test]
fn an_act_is_about_the_invoices_that_were_ticked() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 2);
        assert_eq!(row.customer, GARAGE);
        let proposal: Proposal = serde_json::from_str(&row.item.json).unwrap();
        let (kept, left) = (&proposal.lines[1], &proposal.lines[0]);
        let whole = browser.get(&address(&row));
        whole.says(&left.number);
        let id = kept.invoice.to_string();
        let part = browser.get(&format!("{}?choisi=1&facture={id}", address(&row)));
        part.says(&format!("1 facture sur {}", proposal.lines.len()));
        let preview = part.text.split("id=\"apercu\"").nth(1).unwrap();
        assert!(preview.contains(&fr::money(kept.amount_cents, proposal.currency)), "{}", part.words());
        assert!(!preview.split("<aside").next().unwrap().contains(&left.number), "unticked, it is not in the text");
        browser.get(&format!("{}?choisi=1", address(&row))).says("Aucune facture n’est cochée");
        browser.post(&format!("{}/approuver", address(&row)), &[("choisi", "1")]).says("Aucune facture");
        browser
            .post(&format!("{}/approuver", address(&row)), &[("choisi", "1"), ("facture", &id)])
            .says("1 action approuvée");
        let acts = ground.read(|books| Ok(books.acts_of_party(row.item.party)?));
        let act = acts.iter().find(|a| a.state == ActState::Prepared).unwrap();
        assert_eq!(act.act.lines.iter().map(|l| l.invoice).collect::<Vec<_>>(), [kept.invoice]);
        assert_eq!(act.act.total, kept.amount_cents);
    });
}

#[test]
fn a_letter_waits_until_somebody_says_it_is_posted() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let rows = ground.rows(&[ApprovalNeeded::Owner]);
        let row = rows.iter().find(|r| r.item.channel == Channel::RegisteredLetter).expect("a notice is proposed");
        assert_eq!(row.customer, IMPRIMERIE);
        let pdf = browser.get(&format!("{}/apercu", address(row)));
        assert!(pdf.text.starts_with("%PDF"));
        browser.post(&format!("{}/approuver", address(row)), &[]);
        let waiting = browser.get("/a-faire?onglet=reponses");
        waiting.says(&row.customer);
        let acts = ground.read(|books| Ok(books.acts_of_party(row.item.party)?));
        let act = acts.iter().find(|a| a.state == ActState::Prepared).unwrap().act.id;
        browser.get(&format!("/actes/{act}")).says("Imprimez, signez, postez");
        assert!(browser.get(&format!("/actes/{act}/contenu")).text.starts_with("%PDF"));
        let tomorrow = add_days(TODAY, 1).unwrap().to_string();
        browser.post(&format!("/actes/{act}/fait"), &[("le", &tomorrow)]).says("n’est pas encore venu");
        browser.post(&format!("/actes/{act}/fait"), &[("preuve", "1A 234")]).says("c’est noté");
        assert_eq!(ground.read(|books| Ok(books.act(act)?)).unwrap().state, ActState::Done);
        browser.post(&format!("/actes/{act}/fait"), &[]).says("Seule une tâche préparée");
    });
}

#[test]
fn a_letter_to_somebody_who_has_paid_since_is_printed_only_with_a_reason() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.rows(&[ApprovalNeeded::Owner]).into_iter().next().expect("a notice is proposed");
        browser.post(&format!("{}/approuver", address(&row)), &[]);
        let acts = ground.read(|books| Ok(books.acts_of_party(row.item.party)?));
        let act = &acts.iter().find(|a| a.state == ActState::Prepared).unwrap().act;
        let world = ground.house.world(Actor::Program, None);
        let line = &act.lines[0];
        app::payments::pay(&world, &ground.company(), line.invoice, line.amount, TODAY, "virement").unwrap();
        let path = format!("/actes/{}", act.id);
        browser.get(&path).says("ne s’imprime plus");
        browser.get(&format!("{path}/contenu")).says("ne s’imprime plus");
        browser.post(&format!("{path}/contenu"), &[]).says("Une décision se justifie.");
        let printed = browser.post(&format!("{path}/contenu"), &[("motif", "demandé par l’avocat")]);
        assert!(printed.text.starts_with("%PDF"));
    });
}

#[test]
fn the_exact_message_is_shown_where_it_can_do_nothing() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 1);
        browser.post(&format!("{}/approuver", address(&row)), &[]);
        let act = ground.leaving()[0].act.clone();
        browser.get(&format!("/actes/{}", act.id)).says(&act.subject.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(browser.get(&format!("/actes/{}/message", act.id)).text.contains("<html"));
        assert_eq!(
            browser.policy(),
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
        );
        let kept = ground.read(|books| Ok(books.act_content(act.id)?));
        assert_eq!(browser.get(&format!("/actes/{}/contenu", act.id)).text, String::from_utf8_lossy(&kept));
        browser.post(&format!("/actes/{}/annuler", act.id), &[]).says("Une décision se justifie.");
        browser.post(&format!("/actes/{}/annuler", act.id), &[("motif", "déjà payé")]).says("rien ne part");
        assert!(ground.leaving().is_empty());
    });
}

#[test]
fn postponed_skipped_and_suspended_with_a_reason() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let rows = ground.rows(ANYBODY);
        let (later, skipped, paused) = (&rows[0], &rows[1], &rows[2]);
        let (until, past) = (add_days(TODAY, 7).unwrap().to_string(), TODAY.to_string());
        let to = format!("/a-faire/{}/reporter", later.item.party);
        browser.post(&to, &[("jusqu", &until)]).says("Une décision se justifie.");
        browser.post(&to, &[("jusqu", &past), ("motif", "vacances")]).says("Cette date est déjà là.");
        browser.post(&to, &[("jusqu", &until), ("motif", "vacances")]).says("Reporté au");
        browser.post(&format!("{}/passer", address(skipped)), &[("motif", "déjà vu")]).says("Étape passée");
        browser
            .post(&format!("/a-faire/{}/suspendre", paused.item.party), &[("motif", "client fâché")])
            .says("suspendues");
        let left = ground.rows(ANYBODY);
        assert!(!left.iter().any(|r| key(r) == key(skipped)));
        for row in [later, paused] {
            assert!(!left.iter().any(|r| r.item.party == row.item.party && r.item.days_late > 0), "{}", row.customer);
        }
        // An address kept from before tells what became of the action.
        browser.get(&address(skipped)).says("Cette action n’est plus à faire");
    });
}

#[test]
fn a_guard_says_its_rule_and_who_may_lift_it() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let page = browser.get("/silences?raison=below_minimum");
        page.says(SCIERIE);
        let day = page.link("/a-faire/pty_");
        let party = PartyId::parse(day.trim_start_matches("/a-faire/")).unwrap();
        let item = &ground.read(|books| Ok(books.quiet_of_party(party)?))[0];
        let page = browser.get(&day);
        page.says("Règle : montant minimum");
        page.says("Peuvent passer outre");
        let invoice = item.invoice.to_string();
        let fields = [("garde", "below_minimum"), ("facture", invoice.as_str()), ("motif", "pour le principe")];
        browser.post(&format!("{day}/lever"), &fields[..2]).says("Une décision se justifie.");
        browser
            .post(&format!("{day}/lever"), &[("garde", "insolvency"), ("motif", "x")])
            .says("Personne ne peut passer outre");
        browser.post(&format!("{day}/lever"), &fields).says("Vous passez outre la règle");
        let after = ground.read(|books| Ok(books.quiet_of_party(item.party)?));
        assert!(!after.iter().any(|q| q.invoice == item.invoice && q.reason == "below_minimum"));
    });
}

#[test]
fn guests_change_nothing_and_salespeople_see_their_own_customers_only() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 1);
        let mut guest = member(&browser, &ground, "guest@exemple.fr", Role::Guest);
        guest.get("/a-faire").says(&row.customer);
        for (path, fields) in [
            (format!("{}/approuver", address(&row)), vec![]),
            ("/a-faire/approuver".to_string(), vec![("portee", "tous")]),
            ("/a-faire/annuler".to_string(), vec![("depuis", "1"), ("jusque", "2")]),
            (format!("{}/passer", address(&row)), vec![("motif", "x")]),
            (format!("/a-faire/{}/reporter", row.item.party), vec![("motif", "x")]),
            (format!("/a-faire/{}/suspendre", row.item.party), vec![("motif", "x")]),
            (format!("/a-faire/{}/lever", row.item.party), vec![("motif", "x")]),
            (format!("{}/resultat", address(&row)), vec![("resultat", "autre")]),
        ] {
            assert_eq!(guest.post(&path, &fields).status, StatusCode::FORBIDDEN, "{path}");
        }
        let mut sales = member(&browser, &ground, "sales@exemple.fr", Role::Salesperson);
        assert!(!sales.get("/a-faire").text.contains(&row.customer));
        let day = format!("/a-faire/{}", row.item.party);
        for path in [address(&row), format!("{}/apercu", address(&row)), day] {
            assert_eq!(sales.get(&path).status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(sales.post(&format!("{}/approuver", address(&row)), &[]).status, StatusCode::NOT_FOUND);
        let choice = key(&row);
        let all = [("portee", "choix"), ("choix", choice.as_str())];
        assert_eq!(sales.post("/a-faire/approuver", &all).status, StatusCode::NOT_FOUND);
        assert!(!sales.get("/silences").text.contains(SCIERIE));
        assert!(ground.leaving().is_empty());
        browser.post(&format!("{}/approuver", address(&row)), &[]);
        let act = ground.leaving()[0].act.id;
        assert_eq!(sales.get(&format!("/actes/{act}")).status, StatusCode::NOT_FOUND);
        assert_eq!(guest.post(&format!("/actes/{act}/annuler"), &[("motif", "x")]).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn only_the_owner_approves_what_is_the_owners() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.rows(&[ApprovalNeeded::Owner]).into_iter().next().expect("a formal notice is proposed");
        let mut accountant = member(&browser, &ground, "compta@exemple.fr", Role::Accountant);
        accountant.get(&address(&row)).says("Cette étape ne s’approuve que par");
        let path = format!("{}/approuver", address(&row));
        assert_eq!(accountant.post(&path, &[]).status, StatusCode::FORBIDDEN);
        let choice = key(&row);
        accountant
            .post("/a-faire/approuver", &[("portee", "choix"), ("choix", &choice)])
            .says("Ouvrez-les une par une");
        browser.post(&path, &[]).says("1 action approuvée");
    });
}

/// Somebody with that role, logged in.
fn member(browser: &Browser, ground: &Ground, email: &str, role: Role) -> Browser {
    let world = ground.house.world(Actor::Program, None);
    let id = world.new_id();
    world
        .write(|books| {
            let mut user = books.users()?.remove(0);
            (user.id, user.email, user.name) = (id, email.to_string(), role.french().to_string());
            books.insert_user(&user)?;
            Ok(books.put_membership(&Membership { user: id, company: ground.company().id, role, until: None })?)
        })
        .unwrap();
    let mut other = browser.another();
    other.log_in(email, PASSWORD);
    other
}
