//! What the day's work says of an action: the sum demanded, steps that were skipped, how many there are, days and hours.

use crate::house::{TODAY, work};
use crate::office::{GARAGE, IMPRIMERIE};
use crate::worklist::{ANYBODY, address};
use app::ports::screens::{ActList, WorkRow};
use base::fr;
use domain::agenda::{ApprovalNeeded, Proposal};
use domain::facts::Channel;

/// Every reader of an action is told the same sum: the one that the document which leaves demands.
#[test]
fn what_a_message_demands_is_said_alike_by_the_list_the_page_and_the_act() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let notice = ground.rows(&[ApprovalNeeded::Owner]).into_iter().next().expect("a formal notice is proposed");
        assert_eq!(notice.customer, IMPRIMERIE);
        // 2 500.00 late by 100 days at 12.40 %, and 40.00.
        browser
            .get("/a-faire?onglet=a-confirmer")
            .says("2 624,93 € 1 facture dont factures 2 500,00 €, intérêts et indemnités 124,93 €");
        let page = browser.get(&address(&notice));
        page.says("Demandé 2 624,93 € intérêts et indemnités compris");
        page.says("Sur les factures 2 500,00 € 1 facture sur 1");
        page.says("Intérêts de retard à ce jour 84,93 € réclamés par ce courrier");
        page.says("Indemnités forfaitaires 40,00 € réclamées par ce courrier");
        assert!(!page.words().contains("que vous pouvez réclamer"), "{}", page.words());
        browser.post(&format!("{}/approuver", address(&notice)), &[]);
        let act = ground.acts(ActList::Answers).remove(0).act;
        let kept = ground.read(|books| Ok(books.claims_of_invoices(&[act.lines[0].invoice])?)).remove(0);
        let all = act.total.add(kept.interest).unwrap().add(kept.compensation).unwrap();
        assert_eq!((kept.act, fr::euros(all)), (act.id, fr::euros(base::Cents::new(262_493))));
        assert!(act.subject.ends_with(&fr::euros(all)), "{}", act.subject);

        let courtesy = ground.rows(ANYBODY).into_iter().find(|r| r.customer == GARAGE).unwrap();
        let page = browser.get(&address(&courtesy));
        page.says("Demandé 750,00 € 2 factures sur 2");
        page.says("que vous pouvez réclamer");
        assert!(!browser.get("/a-faire").words().contains("intérêts et indemnités"));
        browser.post(&format!("{}/approuver", address(&courtesy)), &[]);
        let act = ground.leaving().remove(0).act;
        let named: Vec<_> = act.lines.iter().map(|l| l.invoice).collect();
        assert!(ground.read(|books| Ok(books.claims_of_invoices(&named)?)).is_empty(), "nothing else is demanded");
        assert_eq!(act.total, base::Cents::new(75_000));
    });
}

#[test]
fn a_step_that_was_skipped_is_never_told_as_done() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let notice = ground.rows(&[ApprovalNeeded::Owner]).remove(0);
        let page = browser.get(&address(&notice));
        page.says("n’a pas été faite : passée le 21 octobre 2026 par Claire Martin (fait avant Quitus)");
        assert!(!page.words().contains("date du"), "{}", page.words());
        let folder = browser.get(&format!("/clients/{}", notice.item.party));
        folder.says("passée le 21/10/2026 (Claire Martin : fait avant Quitus)");
        assert!(!folder.words().contains("fait le"), "{}", folder.words());
    });
}

#[test]
fn the_first_page_counts_what_the_list_holds_now() {
    work(|mut browser, ground| {
        browser.get("/").says("4 actions, dont 1 à confirmer");
        let call = ground.proposed(Channel::Call, 1);
        browser.post(&format!("{}/resultat", address(&call)), &[("resultat", "pas-de-reponse")]);
        browser.get("/").says("3 actions, dont 1 à confirmer");
        let mail = ground.rows(ANYBODY).into_iter().find(|r| r.customer == GARAGE).unwrap();
        let put_off = [("jusqu", "2026-11-30"), ("motif", "en congé")];
        browser.post(&format!("/a-faire/{}/reporter", mail.item.party), &put_off);
        browser.get("/").says("2 actions, dont 1 à confirmer");
        let mail = ground.rows(ANYBODY).remove(0);
        browser.post(&format!("{}/passer", address(&mail)), &[("motif", "vu de vive voix")]);
        let page = browser.get("/");
        page.says("1 action à confirmer");
        assert!(page.text.contains("href=\"/a-faire?onglet=a-confirmer\""), "the tab that holds it");
        let notice = ground.rows(&[ApprovalNeeded::Owner]).remove(0);
        browser.post(&format!("{}/approuver", address(&notice)), &[]);
        browser.get("/").says("Rien à relancer.");
    });
}

#[test]
fn an_invoice_that_is_not_yet_due_says_in_how_many_days_it_is() {
    crate::house::grounds(|ground, mut browser| {
        browser.get("/a-faire");
        let ahead = |row: &WorkRow| {
            let proposal: Proposal = serde_json::from_str(&row.item.json).unwrap();
            let first = proposal.lines.iter().find(|l| l.due_on > TODAY)?;
            Some((address(row), base::days_between(TODAY, first.due_on)))
        };
        let (path, days) = ground.rows(ANYBODY).iter().find_map(ahead).expect("a service message is proposed");
        let page = browser.get(&path);
        page.says(&format!("dans {days} j"));
        assert!(!page.words().contains("échéance aujourd’hui"), "{}", page.words());
    });
}

#[test]
fn a_real_message_approved_outside_the_hours_says_when_it_leaves() {
    work(|mut browser, ground| {
        let mut company = ground.company();
        company.settings.live = true;
        (company.settings.sending_from_hour, company.settings.sending_until_hour) = (14, 18);
        ground.write(|books| books.update_company(&company));
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 1);
        let page = browser.post(&format!("{}/approuver", address(&row)), &[]);
        page.says("1 action approuvée ; 1 e-mail part à 14 h 00.");
        browser.get("/a-faire?onglet=programme").says("part à 14 h 00");
        let act = ground.leaving().remove(0).act.id;
        browser.get(&format!("/actes/{act}")).says("part à 14 h 00");
        company.settings.sending_from_hour = 8;
        ground.write(|books| books.update_company(&company));
        assert!(!browser.get(&format!("/actes/{act}")).words().contains("part à"));
    });
}

#[test]
fn a_kind_that_nothing_tells_and_one_mean_delay_are_said_alike_beside_the_action() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Email, 2);
        let mut party = ground.read(|books| Ok(books.party(row.item.party)?)).unwrap();
        let words = browser.get(&address(&row)).words();
        assert!(words.contains("de retard moyen (2 factures, indicatif)"), "{words}");
        let folder = browser.get(&format!("/clients/{}", row.item.party)).words();
        let mean = words.split(" de retard moyen").next().unwrap().rsplit("Paie ").next().unwrap().to_string();
        assert!(folder.contains(&format!("Retard moyen {mean}")), "{mean}: {folder}");
        party.kind_basis = domain::facts::KindBasis::Assumed;
        ground.write(|books| books.update_party(&party));
        let words = browser.get(&address(&row)).words();
        assert!(words.contains("nature à préciser") && !words.contains("professionnel "), "{words}");
    });
}

#[test]
fn one_goes_through_the_actions_without_coming_back_to_the_list() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let rows = ground.rows(ANYBODY);
        let at =
            rows.iter().position(|r| r.item.channel == Channel::Email && r.item.party != rows[0].item.party).unwrap();
        let next = rows.get(at + 1).or(rows.first()).unwrap();
        let page = browser.get(&address(&rows[at]));
        assert!(page.text.contains(&format!("href=\"{}\" data-key=\"k\"", address(&rows[at - 1]))), "{}", page.text);
        if at + 1 < rows.len() {
            assert!(page.text.contains(&format!("href=\"{}\" data-key=\"j\"", address(next))), "{}", page.text);
        }
        assert!(page.text.contains("href=\"/a-faire\" data-key=\"Escape\"") && page.text.contains("id=\"touches\""));
        let listed = browser.post(&format!("{}/approuver", address(&rows[at])), &[]);
        listed.says("1 action approuvée");
        listed.says("Suivante : ");
        assert!(listed.text.contains(&format!("href=\"{}\" autofocus", address(next))), "{}", listed.text);
        assert!(!browser.get("/a-faire").words().contains("Suivante : "), "only after one was done");
    });
}

#[test]
fn the_bar_of_a_call_leads_to_what_came_of_it() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let page = browser.get(&address(&ground.proposed(Channel::Call, 1)));
        let bar = page.text.split("approve-bar").nth(1).unwrap().split("</form>").next().unwrap();
        assert!(bar.contains("class=\"button primary\" href=\"#resultat\""), "{bar}");
        assert_eq!(bar.matches("primary").count(), 1, "{bar}");
        assert!(bar.contains("Garder l’appel pour plus tard") && page.text.contains("id=\"resultat\""));
    });
}
