//! A company's own texts: accepted when they work with every sample, refused with the line otherwise.

use crate::dunning;
use documents::{Lang, Part, TemplateSet};

fn refused(name: &str, part: Part, text: &str) -> (usize, String) {
    let error = TemplateSet::shipped().with_override(name, Lang::Fr, part, text).unwrap_err();
    assert_eq!(error.template, name);
    (error.line, error.to_string())
}

#[test]
fn a_good_text_takes_the_place_of_the_shipped_one() {
    let text = "{{ hello }}\n\nUn petit mot au sujet de {{ numbers }} : {{ total }}.\n\n{{ invoices_table }}\n\n{{ signature }}\n";
    let set = TemplateSet::shipped().with_override("reminder-courtesy", Lang::Fr, Part::Body, text).unwrap();
    let mail = set.render_mail("reminder-courtesy", Lang::Fr, &dunning("reminder-courtesy", "one-invoice")).unwrap();
    assert!(mail.text.contains("Un petit mot au sujet de F-2026-014"), "{}", mail.text);
    assert!(set.source("reminder-courtesy", Lang::En, Part::Body).unwrap().contains("oversight"));
}

#[test]
fn an_unknown_field_is_shown_at_its_line() {
    let (line, message) = refused("reminder-courtesy", Part::Body, "{{ hello }}\n\nMontant : {{ totl }}\n");
    assert_eq!(line, 3);
    assert!(message.contains("body.fr.txt, ligne 3") && message.contains("{{ totl }}"), "{message}");
}

#[test]
fn a_field_that_some_sample_lacks_is_refused() {
    let (line, message) =
        refused("reminder-courtesy", Part::Body, "{{ hello }}\n{{ numbers }} {{ total }}\nAvant le {{ deadline }}\n");
    assert_eq!(line, 3);
    assert!(message.contains("peut être vide"), "{message}");
}

#[test]
fn a_syntax_error_is_shown_at_its_line() {
    let (line, message) = refused("thank-you", Part::Subject, "Merci {% if one %}pour {{ payment.amount }");
    assert_eq!(line, 1);
    assert!(message.contains("syntaxe"), "{message}");
}

#[test]
fn a_text_without_a_mention_is_refused_with_the_article() {
    let body = TemplateSet::shipped()
        .source("formal-notice", Lang::Fr, Part::Body)
        .unwrap()
        .replace("article D441-5 du code de commerce", "");
    let (_, message) = refused("formal-notice", Part::Body, &body);
    assert!(message.contains("D441-5") && message.contains("C. com. art. D441-5"), "{message}");
    let (_, message) = refused("formal-notice", Part::Subject, "Rappel amical");
    assert!(message.contains("MISE EN DEMEURE") && message.contains("1344"), "{message}");
}

#[test]
fn a_forbidden_phrase_is_refused_with_its_reason() {
    let body = TemplateSet::shipped().source("formal-notice", Lang::Fr, Part::Body).unwrap().to_string();
    for (phrase, source) in [
        ("Cette lettre interrompt la prescription.", "2240"),
        ("Des frais de dossier vous seront facturés.", "L111-8"),
        ("Vous serez inscrit sur une liste noire.", "1240"),
        ("Le présent commandement de payer fait foi.", "433-13"),
    ] {
        let (_, message) = refused("formal-notice", Part::Body, &format!("{body}\n{phrase}\n"));
        assert!(message.contains(source), "{phrase}: {message}");
    }
}

#[test]
fn a_runaway_loop_is_stopped() {
    let text = "{% for a in range(9000) %}{% for b in range(9000) %}.{% endfor %}{% endfor %}";
    assert!(refused("thank-you", Part::Body, text).1.contains("trop de calculs"));
}

#[test]
fn an_unknown_template_or_language_is_named() {
    let set = TemplateSet::shipped();
    let error = set.with_override("remider", Lang::Fr, Part::Body, "x").unwrap_err();
    assert!(error.message.contains("reminder-courtesy"), "{error}");
    assert!(set.with_override("formal-notice", Lang::En, Part::Body, "x").is_err());
}

#[test]
fn both_texts_are_tried_together() {
    let set = TemplateSet::shipped();
    let source = |part| set.source("formal-notice", Lang::Fr, part).unwrap().to_string();
    let (subject, body) = (source(Part::Subject), source(Part::Body));
    assert!(set.with_texts("formal-notice", Lang::Fr, &subject, &body).is_ok());
    let moved = format!("MISE EN DEMEURE\n\n{body}");
    assert!(set.with_texts("formal-notice", Lang::Fr, "Dernière lettre", &moved).is_ok(), "the mention moved");
    let refused = set.with_texts("formal-notice", Lang::Fr, "Dernière lettre", &body).unwrap_err();
    assert!(matches!(refused, documents::DocumentError::Mentions { .. }), "{refused}");
    let refused = set.with_texts("formal-notice", Lang::Fr, &subject, "a\n{{ totl }}").unwrap_err();
    assert!(matches!(&refused, documents::DocumentError::Template(e) if e.line == 2), "{refused}");
    assert!(set.with_texts("formal-notice", Lang::En, &subject, &body).is_err());
}

#[test]
fn a_proof_shows_a_text_that_would_not_leave_and_names_what_it_lacks() {
    let sample = TemplateSet::samples("formal-notice").unwrap().remove(0);
    let set = TemplateSet::shipped();
    let proof = set.proof("formal-notice", Lang::Fr, &sample.context).unwrap();
    assert!(proof.faults.is_empty() && proof.pdf.is_some() && proof.text.contains("mettons en demeure"));
    let set = set.with_known_texts("formal-notice", Lang::Fr, "Rappel", "Bonjour.\n\n{{ signature }}").unwrap();
    let proof = set.proof("formal-notice", Lang::Fr, &sample.context).unwrap();
    assert!(proof.text.starts_with("Bonjour."));
    assert!(proof.faults.iter().any(|f| f.to_string().contains("MISE EN DEMEURE")), "{:?}", proof.faults);
    let context = dunning("reminder-firm", "one-invoice").into();
    let proof = TemplateSet::shipped().proof("reminder-firm", Lang::En, &context).unwrap();
    assert!(proof.pdf.is_none() && proof.faults.is_empty() && !proof.subject.is_empty());
}
