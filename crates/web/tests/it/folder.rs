//! The folder of a customer: what each tab says, what its forms write, whom it refuses.

use crate::team::{Team, team};
use axum::http::StatusCode;
use base::add_days;
use base::id::PartyId;
use domain::facts::HoldKind;

const TABS: [&str; 6] =
    ["", "?onglet=factures", "?onglet=paiement", "?onglet=documents", "?onglet=contacts", "?onglet=actions"];

/// A form, what is sent, and what it answers.
type Refusal<'t> = (&'t str, &'t [(&'t str, &'t str)], &'t str);

pub fn at(party: PartyId, rest: &str) -> String {
    format!("/clients/{party}{rest}")
}

/// The first contact who can be written to.
fn addressee(team: &Team, party: PartyId) -> String {
    team.read(|b| b.contacts(party)).into_iter().find(|c| c.email.is_some()).unwrap().id.to_string()
}

#[test]
fn nothing_is_the_next_step_of_a_customer_in_collective_proceedings() {
    team(|mut team| {
        let (party, _) = team.late();
        assert!(team.owner.get(&at(party, "")).text.contains("aria-current=\"step\""));
        let hold = [("kind", "insolvency"), ("why", "redressement publié au BODACC")];
        let page = team.owner.post(&at(party, "/suspendre"), &hold);
        page.says("procédure collective");
        assert!(!page.text.contains("aria-current=\"step\""), "{}", page.words());
    });
}

#[test]
fn every_tab_says_who_they_are_and_what_they_owe() {
    team(|mut team| {
        let (party, _) = team.late();
        let name = team.read(|b| b.party(party)).unwrap().name;
        for tab in TABS {
            let page = team.owner.get(&at(party, tab));
            assert_eq!(page.status, StatusCode::OK, "{tab}");
            for words in [name.as_str(), "Encours", "Échu", "Retard moyen", "Suivi", "Comptabilité fournisseurs"] {
                page.says(words);
            }
            assert_eq!(page.text.matches("aria-current=\"page\"").count(), 2, "one place and one tab: {tab}");
        }
        team.owner.get(&at(party, "")).says("À faire aujourd’hui");
        team.owner.get(&at(party, "?onglet=factures&filtre=overdue")).says("échue");
        team.owner.get(&at(party, "?filtre=paiements")).says("Paiement reçu");
        team.owner.get(&at(party, "?onglet=paiement")).says("Le calcul du retard moyen");
        team.owner.get("/clients/pty_00000000000000000000000000000000").says("n’existe pas");
        team.owner.get("/clients/abc").says("n’existe pas");
    });
}

#[test]
fn a_note_is_kept_with_its_author_and_an_empty_one_is_not() {
    team(|mut team| {
        let (party, _) = team.late();
        let page = team.owner.post(&at(party, "/noter"), &[("text", "Rappeler après le 3, <b>demander Léa</b>")]);
        page.says("Note enregistrée.");
        page.says("Claire Martin");
        assert!(page.text.contains("&#60;b&#62;") && !page.text.contains("<b>demander"), "what people type is text");
        team.owner.post(&at(party, "/noter"), &[("text", " ")]).says("La note est vide.");
        team.owner.get("/clients").says("Clients");
        let entry = team.read(|b| b.journal_head(team.company.id)).unwrap();
        assert_eq!(entry.kind, "note_recorded");
        assert!(!entry.payload.contains("Léa"), "the journal only refers to what is said of people");
    });
}

#[test]
fn a_salesperson_sees_and_changes_own_customers_only() {
    team(|mut team| {
        let (own, invoices) = team.late();
        let other = team.customers().into_iter().find(|p| *p != own).unwrap();
        let mut pages: Vec<String> = TABS.iter().map(|tab| at(own, tab)).collect();
        pages.extend([at(own, "/releve"), at(own, "/releve.pdf"), format!("/factures/{}", invoices[0])]);
        for page in &pages {
            assert_eq!(team.salesperson.get(page).status, StatusCode::NOT_FOUND, "{page}");
        }
        let keeper = team.salesperson_id.to_string();
        assert_eq!(
            team.salesperson.post(&at(own, "/commercial"), &[("choice", &keeper)]).status,
            StatusCode::FORBIDDEN
        );
        team.owner.post(&at(own, "/commercial"), &[("choice", &keeper)]).says("est enregistré");
        for page in &pages {
            assert_eq!(team.salesperson.get(page).status, StatusCode::OK, "{page}");
        }
        team.salesperson.post(&at(own, "/noter"), &[("text", "vu au salon")]).says("Note enregistrée.");
        let refused = team.salesperson.post(&at(other, "/noter"), &[("text", "vu au salon")]);
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let waiver = [("kind", "waive"), ("interest", "1"), ("why", "geste")];
        assert_eq!(team.salesperson.post(&at(own, "/decider"), &waiver).status, StatusCode::FORBIDDEN);
        // An invoice of somebody else does not come in by a form either.
        let foreign = team.overdue(other).to_string();
        let hold = [("kind", "dispute"), ("cause", "quantity"), ("invoice", foreign.as_str()), ("why", "quantité")];
        assert_eq!(team.salesperson.post(&at(own, "/suspendre"), &hold).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_guest_reads_and_does_nothing() {
    team(|mut team| {
        let (party, _) = team.late();
        for tab in TABS {
            let page = team.guest.get(&at(party, tab));
            assert_eq!(page.status, StatusCode::OK);
            let forms = page.text.matches("method=\"post\"").count();
            assert_eq!(forms, 2, "only the forms of the frame on {tab}: {}", page.words());
        }
        let forms = [
            "noter",
            "suspendre",
            "lever",
            "decider",
            "payer",
            "contacts",
            "commercial",
            "grand-compte",
            "nature",
            "scenario",
        ];
        let fields = [
            ("text", "x"),
            ("kind", "pause"),
            ("why", "x"),
            ("hold", "x"),
            ("invoice", ""),
            ("role", "buyer"),
            ("name", "x"),
        ];
        for form in forms {
            let answer = team.guest.post(&at(party, &format!("/{form}")), &fields);
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{form}: {}", answer.words());
        }
        assert_eq!(team.guest.get(&at(party, "/agir?canal=email")).status, StatusCode::FORBIDDEN);
        assert_eq!(team.guest.post(&at(party, "/agir/valider"), &[("canal", "email")]).status, StatusCode::FORBIDDEN);
        assert!(team.read(|b| b.open_holds(party)).iter().all(|h| h.why != "x"));
    });
}

#[test]
fn a_pause_stops_the_customer_until_somebody_resumes_with_a_reason() {
    team(|mut team| {
        let (party, _) = team.late();
        let until = add_days(crate::house::TODAY, 10).unwrap().to_string();
        let pause = [("kind", "pause"), ("until", until.as_str()), ("why", "la gérante est en congé")];
        let page = team.owner.post(&at(party, "/suspendre"), &pause);
        page.says("En pause : suspension jusqu’au 30 novembre 2026");
        page.says("la gérante est en congé");
        assert!(!page.words().contains("À faire aujourd’hui"));
        let hold = team.read(|b| b.open_holds(party)).into_iter().find(|h| h.kind == HoldKind::Pause).unwrap();
        let id = hold.id.to_string();
        team.owner.post(&at(party, "/lever"), &[("hold", &id), ("why", "")]).says("Dites pourquoi elle est levée.");
        let page = team.owner.post(&at(party, "/lever"), &[("hold", &id), ("why", "elle est revenue")]);
        page.says("À faire aujourd’hui");
        page.says("Fin : suspension, tout le compte");
        team.owner.post(&at(party, "/lever"), &[("hold", &id), ("why", "encore")]).says("est déjà levée");
    });
}

#[test]
fn holds_and_decisions_ask_for_what_they_need() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let invoice = invoices[0].to_string();
        let refusals: [Refusal<'_>; 9] = [
            ("/suspendre", &[("kind", "promise"), ("why", "dit au téléphone")], "Une promesse a une date."),
            ("/suspendre", &[("kind", "dispute"), ("why", " ")], "Dites pourquoi"),
            (
                "/suspendre",
                &[("kind", "dispute"), ("cause", "quality"), ("amount", "cent"), ("why", "x")],
                "« cent » n’est pas un montant.",
            ),
            ("/suspendre", &[("kind", "dispute"), ("amount", "10"), ("why", "x")], "Quel est le motif du litige ?"),
            ("/suspendre", &[("kind", "pause"), ("until", "2026-01-01"), ("why", "x")], "Cette date est passée."),
            (
                "/decider",
                &[("kind", "postpone"), ("until", "2026-11-20"), ("why", "x")],
                "Un report mène à un jour à venir.",
            ),
            ("/decider", &[("kind", "postpone"), ("until", "2026-12-01"), ("why", "")], "Une décision se justifie."),
            ("/decider", &[("kind", "waive"), ("why", "x")], "À quoi renoncer ?"),
            ("/decider", &[("kind", "skip"), ("why", "x")], "Quelle étape passer ?"),
        ];
        for (form, fields, words) in refusals {
            team.owner.post(&at(party, form), fields).says(words);
        }
        let before = team.read(|b| b.open_holds(party)).len();
        let dispute = [
            ("kind", "dispute"),
            ("cause", "quality"),
            ("invoice", invoice.as_str()),
            ("amount", "10,00"),
            ("why", "casse au transport"),
        ];
        team.owner.post(&at(party, "/suspendre"), &dispute).says("casse au transport");
        assert_eq!(team.read(|b| b.open_holds(party)).len(), before + 1);
        team.owner.get(&at(party, "?onglet=factures&filtre=disputed")).says("litige");
        let postpone = [("kind", "postpone"), ("until", "01/12/2026"), ("why", "demande du gérant")];
        team.owner.post(&at(party, "/decider"), &postpone).says("Reporté au 1er décembre 2026");
        let waive = [("kind", "waive"), ("interest", "1"), ("why", "bon client")];
        team.owner.post(&at(party, "/decider"), &waive).says("Renonciation aux intérêts");
    });
}

#[test]
fn money_recorded_by_hand_is_set_against_the_invoice() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let invoice = invoices[0];
        let id = invoice.to_string();
        let left = team.read(|b| b.balance(invoice)).unwrap().outstanding;
        let pay = |team: &mut Team, amount: &str, on: &str| {
            let fields = [("invoice", id.as_str()), ("amount", amount), ("on", on), ("reference", "chèque 123")];
            team.owner.post(&at(party, "/payer"), &fields)
        };
        pay(&mut team, "99999999", "2026-11-19").says("ne peut pas être imputé");
        pay(&mut team, "1,00", "2026-12-19").says("Ce jour n’est pas encore venu.");
        pay(&mut team, "", "2026-11-19").says("Combien a été reçu ?");
        let page = pay(&mut team, "1,00", "2026-11-19");
        page.says("Paiement de 1,00 € enregistré.");
        page.says("chèque 123");
        let now = team.read(|b| b.balance(invoice)).unwrap().outstanding;
        assert_eq!(left.sub(now).unwrap().get(), 100);
    });
}

#[test]
fn people_are_added_changed_and_found_missing() {
    team(|mut team| {
        let (party, _) = team.late();
        let before = team.read(|b| b.contacts(party)).len();
        let wrong = [("role", "decider"), ("name", "Léa"), ("email", "lea chez martin")];
        team.owner.post(&at(party, "/contacts"), &wrong).says("n’en est pas une");
        team.owner.post(&at(party, "/contacts"), &[("role", "decider")]).says("au moins un nom");
        let right =
            [("role", "decider"), ("name", "Léa Petit"), ("email", "lea@exemple.fr"), ("phone", "06 00 00 00 01")];
        team.owner.post(&at(party, "/contacts"), &right).says("Léa Petit");
        let all = team.read(|b| b.contacts(party));
        assert_eq!(all.len(), before + 1);
        let id = all.last().unwrap().id.to_string();
        let changed = [("contact", id.as_str()), ("role", "buyer"), ("name", "Léa Grand"), ("email", "lea@exemple.fr")];
        let page = team.owner.post(&at(party, "/contacts"), &changed);
        page.says("Léa Grand");
        assert!(!page.words().contains("Léa Petit"));
        let stranger = team.customers().into_iter().find(|p| *p != party).unwrap();
        let foreign = team.read(|b| b.contacts(stranger))[0].id.to_string();
        let stolen = [("contact", foreign.as_str()), ("role", "buyer"), ("name", "X")];
        assert_eq!(team.owner.post(&at(party, "/contacts"), &stolen).status, StatusCode::NOT_FOUND);
        team.owner.post(&at(party, "/grand-compte"), &[("choice", "oui")]).says("grand compte");
        team.owner.post(&at(party, "/nature"), &[("choice", "")]).says("Qui est ce client ?");
        team.owner.post(&at(party, "/nature"), &[("choice", "business")]).says("Noté : professionnel.");
        team.owner.post(&at(party, "/scenario"), &[("choice", "inconnu")]).says("Ce scénario n’existe pas.");
        team.owner.post(&at(party, "/scenario"), &[("choice", "")]).says("est enregistré");
    });
}

#[test]
fn a_mail_by_hand_is_seen_then_approved_and_nothing_else_leaves_beside_it() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let contact = addressee(&team, party);
        let ids: Vec<String> = invoices.iter().map(ToString::to_string).collect();
        let mut fields = vec![("canal", "email"), ("ton", "courtois"), ("contact", contact.as_str())];
        fields.extend(ids.iter().map(|id| (id.as_str(), "1")));
        let query: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let acts = team.read(|b| b.acts_of_party(party)).len();
        let page = team.owner.get(&at(party, &format!("/agir?{}", query.join("&"))));
        page.says("à relire avant d’approuver");
        let number = team.read(|b| b.invoice(invoices[0])).unwrap().number;
        page.says(&number);
        assert_eq!(team.read(|b| b.acts_of_party(party)).len(), acts, "seeing keeps nothing");
        let page = team.owner.post(&at(party, "/agir/valider"), &fields);
        page.says("L’e-mail est prêt");
        page.says("Relance (e-mail) prête");
        let made = team.read(|b| b.acts_of_party(party));
        assert_eq!(made.len(), acts + 1);
        assert_eq!(made.last().unwrap().act.lines.len(), invoices.len());
        team.owner.post(&at(party, "/agir/valider"), &fields).says("Un acte attend déjà pour ce client");
        team.owner.get(&at(party, "/agir?canal=registered_letter")).says("Une mise en demeure suit le scénario.");
    });
}

#[test]
fn ones_own_text_is_seen_mended_and_approved_like_a_template() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let (contact, id) = (addressee(&team, party), invoices[0].to_string());
        let mut fields = vec![("canal", "email"), ("contact", contact.as_str()), (id.as_str(), "1")];
        team.owner.get(&at(party, "?onglet=actions")).says("Écrire mon propre texte");
        fields.extend([("objet", "Suite à votre appel"), ("texte", "Bonjour,\r\n\r\nVoici <le> point & la suite.")]);
        let page = team.owner.post(&at(party, "/agir"), &fields);
        for said in ["Suite à votre appel", "Voici", "Corriger mon texte", "Relire avec ce texte"] {
            page.says(said);
        }
        assert!(!page.text.contains("<le>"), "what was typed is text");
        let letter: Vec<_> = fields.iter().map(|f| if f.0 == "canal" { ("canal", "letter") } else { *f }).collect();
        let page = team.owner.post(&at(party, "/agir"), &letter);
        page.says("Ouvrir le document, tel qu’il sera");
        page.says("Voici");
        assert!(team.owner.post(&at(party, "/agir.pdf"), &letter).text.starts_with("%PDF"));
        let bare: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "texte").collect();
        team.owner.post(&at(party, "/agir"), &bare).says("Il manque le texte.");
        team.owner.post(&at(party, "/agir/valider"), &fields).says("L’e-mail est prêt");
        let made = team.read(|b| b.acts_of_party(party)).pop().unwrap();
        assert_eq!(made.act.subject, "Suite à votre appel");
        let content = team.read(|b| b.act_content(made.act.id));
        assert!(String::from_utf8_lossy(&content).contains("Subject:"), "kept as the message that leaves");
    });
}

#[test]
fn a_call_that_took_place_writes_what_follows() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let contact = addressee(&team, party);
        let id = invoices[0].to_string();
        let call = [("canal", "call"), ("contact", contact.as_str()), (id.as_str(), "1"), ("resultat", "promesse")];
        team.owner.post(&at(party, "/agir/valider"), &call).says("Une promesse a une date.");
        assert!(team.read(|b| b.acts_of_party(party)).iter().all(|a| !a.state.is_pending()), "nothing was prepared");
        let mut kept = call.to_vec();
        kept.extend([("jusque", "2026-11-27"), ("note", "Mme Petit paie vendredi")]);
        let page = team.owner.post(&at(party, "/agir/valider"), &kept);
        page.says("Le résultat est enregistré");
        page.says("Promesse de règlement");
        let holds = team.read(|b| b.open_holds(party));
        assert!(holds.iter().any(|h| h.kind == HoldKind::Promise && h.invoice == Some(invoices[0])));
    });
}

#[test]
fn the_account_statement_prints_and_downloads() {
    team(|mut team| {
        let (party, _) = team.late();
        let page = team.owner.get(&at(party, "/releve"));
        page.says("Relevé de compte au 20 novembre 2026");
        page.says("Total restant dû");
        let pdf = team.owner.get(&at(party, "/releve.pdf"));
        assert!(pdf.text.starts_with("%PDF"), "{}", pdf.words());
    });
}

#[test]
fn the_statement_of_a_customer_in_credit_asks_for_nothing() {
    team(|mut team| {
        let (company, today) = (team.company.id, crate::house::TODAY);
        let view = app::ports::terms::View { as_of: today, known_at: None };
        let credits = team.read(|b| b.unmatched_credits(company, base::Date::constant(2024, 1, 1), view));
        let line = credits.into_iter().max_by_key(|l| l.amount).unwrap();
        let owes = |party: &PartyId| team.read(|b| b.exposure(company, *party, today)).first().map(|e| e.outstanding);
        let party = team.customers().into_iter().min_by_key(owes).unwrap();
        assert!(owes(&party).unwrap() < line.amount);
        let invoice = team.read(|b| b.debtor(company, party, view)).unwrap().receivables[0].id;
        let field = format!("facture-{invoice}");
        let split = [("client", &*party.to_string()), (&*field, "1,00")];
        team.owner.post(&format!("/banque/{}/repartir", line.id), &split).says("gardés en avance");
        let page = team.owner.get(&at(party, "/releve"));
        page.says("Solde en faveur du client");
        page.says("Ce client n’a rien à payer");
        for wrong in ["À régler", "Total restant dû", "Avance Avance"] {
            assert!(!page.text.contains(wrong), "{wrong}: {}", page.words());
        }
    });
}

#[test]
fn a_file_is_given_back_as_it_came_but_not_to_a_salesperson_when_it_holds_others() {
    team(|mut team| {
        let (party, _) = team.late();
        let page = team.owner.get(&at(party, "?onglet=documents"));
        let link = page.link(&at(party, "/pieces/"));
        let file = team.owner.get(&link);
        assert_eq!(file.status, StatusCode::OK);
        let name = team.read(|b| b.party(party)).unwrap().name;
        assert!(file.text.contains(&name), "{}", file.text);
        let keeper = team.salesperson_id.to_string();
        team.owner.post(&at(party, "/commercial"), &[("choice", &keeper)]);
        assert_eq!(team.salesperson.get(&link).status, StatusCode::NOT_FOUND);
        let other = team.customers().into_iter().find(|p| *p != party).unwrap();
        let stolen = link.replace(&party.to_string(), &other.to_string());
        assert_eq!(team.salesperson.get(&stolen).status, StatusCode::NOT_FOUND);
    });
}
