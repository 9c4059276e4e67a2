//! PDFs: every sample, the same bytes twice, the address in the window, fonts embedded, sums that a reader can add.

use crate::{dunning, keep, sample};
use std::sync::OnceLock;

use documents::{Context, DocumentKind, Lang, Part, TemplateSet, Typeset};

struct Paper {
    kind: DocumentKind,
    sample: &'static str,
    lang: Lang,
    context: Context,
    laid: Typeset,
}

/// Every document with every sample in every language, laid out once for all tests.
fn papers() -> &'static [Paper] {
    static PAPERS: OnceLock<Vec<Paper>> = OnceLock::new();
    PAPERS.get_or_init(|| {
        let set = TemplateSet::shipped();
        let mut papers = Vec::new();
        for kind in DocumentKind::ALL {
            for sample in TemplateSet::samples(kind.name()).unwrap() {
                for lang in TemplateSet::languages(kind.name()).unwrap() {
                    let laid = set
                        .typeset(kind, lang, &sample.context)
                        .unwrap_or_else(|e| panic!("{}/{}: {e}", kind.name(), sample.name));
                    papers.push(Paper { kind, sample: sample.name, lang, context: sample.context.clone(), laid });
                }
            }
        }
        papers
    })
}

fn printed(laid: &Typeset) -> String {
    laid.texts.iter().map(|t| t.text.as_str()).collect()
}

#[test]
fn every_document_is_laid_out_without_a_warning() {
    for Paper { kind, sample, lang, laid, .. } in papers() {
        keep(&format!("{}.{sample}.{}.pdf", kind.name(), lang.code()), &laid.pdf);
        assert_eq!(laid.warnings, Vec::<String>::new(), "{}/{sample}", kind.name());
        assert!(laid.pdf.starts_with(b"%PDF-1.") && laid.pages <= 2, "{}/{sample}: {} pages", kind.name(), laid.pages);
        let text = printed(laid);
        assert!(
            !text.contains("none") && !text.contains('\u{e010}') && !text.contains('□'),
            "{}/{sample}: {text}",
            kind.name()
        );
        assert!(
            !text.to_lowercase().contains("quitus") && !text.to_lowercase().contains("typst"),
            "only the sender's name: {text}"
        );
    }
    assert_eq!(papers().len(), 33);
}

#[test]
fn the_same_context_gives_the_same_bytes() {
    let set = TemplateSet::shipped();
    for kind in DocumentKind::ALL {
        let context = sample(kind.name(), "one-invoice");
        let (first, second) = (set.render_pdf(kind, &context).unwrap(), set.render_pdf(kind, &context).unwrap());
        assert!(first == second, "{}", kind.name());
    }
}

#[test]
fn files_declare_pdf_a_3b_and_embed_their_fonts() {
    for Paper { kind, sample, laid, .. } in papers() {
        let bytes = String::from_utf8_lossy(&laid.pdf);
        assert!(bytes.contains("pdfaid:part>3") && bytes.contains("pdfaid:conformance>B"), "{}/{sample}", kind.name());
        assert!(!bytes.contains("/Encrypt"));
    }
}

/// The window of a DL envelope: 100 to 110 mm from the left, the first line 45 to 55 mm from the top, the last above 90 mm.
#[test]
fn the_address_falls_in_the_window_of_the_envelope() {
    for Paper { kind, sample, context, laid, .. } in papers() {
        let addressee = match context {
            Context::Dunning(c) => &c.letterhead.addressee,
            Context::Statement(c) => &c.letterhead.addressee,
            Context::Sheet(_) => continue,
        };
        for (rank, line) in std::iter::once(&addressee.name).chain(&addressee.address).enumerate() {
            let place = laid.texts.iter().find(|t| t.text == *line).unwrap_or_else(|| panic!("{line} is not one run"));
            assert_eq!(place.page, 1);
            assert!((1000..=1100).contains(&place.left), "{}/{sample}: {place:?}", kind.name());
            assert!(
                (450..=900).contains(&place.top) && (rank > 0 || place.top <= 550),
                "{}/{sample}: {place:?}",
                kind.name()
            );
        }
        let fold = laid.texts.iter().find(|t| t.text.starts_with("Objet") || t.text.starts_with("Subject")).unwrap();
        assert!(fold.top > 990, "the text starts below the fold: {fold:?}");
    }
}

#[test]
fn an_agreement_names_its_tolerance_and_has_a_place_for_each_signature() {
    let set = TemplateSet::shipped();
    let mut context = dunning("plan-agreement", "one-invoice");
    let laid = set.typeset(DocumentKind::PlanAgreement, Lang::Fr, &context.clone().into()).unwrap();
    let text = printed(&laid);
    for words in [
        "ni dans les 3\u{a0}jours de tolérance qui la suivent",
        "Le débiteur",
        "Le créancier",
        "Fait à",
        "Bon pour accord",
        "1376",
        "Hélène Dupont, Gérante",
    ] {
        assert!(text.contains(words), "« {words} » is missing in\n{text}");
    }
    let page_of = |words: &str| laid.texts.iter().find(|t| t.text.contains(words)).unwrap().page;
    assert_eq!(page_of("exemplaires"), page_of("Signature"), "what is to be written stays with its place");
    if let Some(plan) = &mut context.plan {
        plan.grace_days = 0;
    }
    let strict = printed(&set.typeset(DocumentKind::PlanAgreement, Lang::Fr, &context.into()).unwrap());
    assert!(!strict.contains("tolérance"), "none is promised where none was agreed");
}

#[test]
fn a_formal_notice_says_what_the_law_wants() {
    let set = TemplateSet::shipped();
    let laid = set.typeset(DocumentKind::FormalNotice, Lang::Fr, &sample("formal-notice", "one-invoice")).unwrap();
    let text = printed(&laid);
    for mention in [
        "MISE EN DEMEURE",
        "Lettre recommandée avec avis de réception",
        "F-2026-014",
        "43,37\u{a0}€",
        "40,00\u{a0}€",
        "1\u{202f}283,37\u{a0}€",
        "12,15\u{a0}%",
        "12,40\u{a0}%",
        "L441-10",
        "D441-5",
        "30\u{a0}septembre 2026",
        "Hélène Dupont",
        "123\u{a0}456\u{a0}782",
    ] {
        assert!(text.contains(mention), "« {mention} » is missing in\n{text}");
    }
}

#[test]
fn a_consumer_and_a_public_buyer_get_their_own_law() {
    let set = TemplateSet::shipped();
    let consumer =
        printed(&set.typeset(DocumentKind::FormalNotice, Lang::Fr, &sample("formal-notice", "consumer")).unwrap());
    assert!(consumer.contains("1231-6") && consumer.contains("L111-8") && consumer.contains("Médiation Exemple"));
    assert!(!consumer.contains("L441-10") && !consumer.contains("forfaitaire"), "{consumer}");
    let public =
        printed(&set.typeset(DocumentKind::FormalNotice, Lang::Fr, &sample("formal-notice", "public")).unwrap());
    assert!(public.contains("R2192-31") && public.contains("10,15\u{a0}%") && !public.contains("L441-10"), "{public}");
}

#[test]
fn three_hundred_invoices_make_several_pages_with_every_number() {
    let mut context = dunning("reminder-letter", "one-invoice");
    let line = context.invoices[0].clone();
    context.sums = None;
    context.attachments.clear();
    context.invoices =
        (0..300).map(|i| documents::context::InvoiceLine { number: format!("F-{i:05}"), ..line.clone() }).collect();
    context.total_outstanding = base::Cents::new(300 * 120_000);
    let laid = TemplateSet::shipped().typeset(DocumentKind::ReminderLetter, Lang::Fr, &context.into()).unwrap();
    keep("three-hundred.pdf", &laid.pdf);
    assert!(laid.pages > 5);
    assert!(printed(&laid).contains("F-00299"));
    assert!(laid.texts.iter().any(|t| t.page == laid.pages && t.text.contains(&format!("{0} / {0}", laid.pages))));
}

#[test]
fn a_document_only_in_french_is_french_for_an_english_reader() {
    let mut context = dunning("formal-notice", "one-invoice");
    context.letterhead.addressee.language = Lang::En;
    assert!(TemplateSet::shipped().render_pdf(DocumentKind::FormalNotice, &context.into()).is_ok());
}

#[test]
fn a_reader_of_english_finds_the_amount_and_the_deadline_above_the_french_notice() {
    let of =
        |sample: &str| papers().iter().find(|p| p.kind == DocumentKind::FormalNotice && p.sample == sample).unwrap();
    let text = |sample| printed(&of(sample).laid).replace(['\u{a0}', '\u{202f}', ' '], "");
    let read = text("english-reader");
    for said in ["formalnotice(miseendemeure)topay€1,283.37to", "nousvousmettonsendemeure", "1283,37€"] {
        assert!(read.contains(said), "{said}:\n{read}");
    }
    assert!(!text("one-invoice").contains("formalnotice"));
    // A company's own text that leaves the summary out is refused.
    let set = TemplateSet::shipped();
    let source = set.source("formal-notice", Lang::Fr, Part::Body).unwrap();
    let without = source.split_once("{% endif %}{{ dear }}").unwrap().1;
    let refused =
        set.with_override("formal-notice", Lang::Fr, Part::Body, &format!("{{{{ dear }}}}{without}")).unwrap_err();
    assert!(refused.message.contains("formal notice (mise en demeure)"), "{}", refused.message);
}

#[test]
fn a_waived_interest_leaves_no_trace_of_it() {
    let mut context = dunning("formal-notice", "one-invoice");
    let sums = context.sums.as_mut().unwrap();
    sums.invoices[0].segments.clear();
    sums.invoices[0].interest = base::Cents::ZERO;
    sums.invoices[0].fixed_compensation = base::Cents::ZERO;
    (sums.interest, sums.fixed_compensation, sums.fixed_compensation_each) =
        (base::Cents::ZERO, base::Cents::ZERO, None);
    sums.total = sums.principal;
    let laid = TemplateSet::shipped().typeset(DocumentKind::FormalNotice, Lang::Fr, &context.into()).unwrap();
    let text = printed(&laid);
    assert!(!text.contains("pénalités") && !text.contains("D441-5"), "{text}");
}

#[test]
fn the_formal_notice_shows_figures_that_add_up() {
    let Context::Dunning(context) = sample("formal-notice", "several-invoices") else { panic!("a reminder") };
    let sums = context.sums.unwrap();
    let segments = sums.invoices.iter().flat_map(|i| i.segments.iter().map(|s| s.interest));
    assert_eq!(base::Cents::sum(segments), Ok(sums.interest));
    assert_eq!(sums.total, base::Cents::new(663_250 + 53_347 + 12_000));
    let laid = TemplateSet::shipped()
        .typeset(DocumentKind::FormalNotice, Lang::Fr, &sample("formal-notice", "several-invoices"))
        .unwrap();
    let text = printed(&laid);
    for segment in sums.invoices.iter().flat_map(|i| &i.segments) {
        assert!(text.contains(&base::fr::euros(segment.interest)), "{segment:?}");
    }
    assert!(text.contains(&base::fr::euros(sums.total)));
}

#[test]
fn a_formal_notice_in_another_currency_adds_no_euros_to_it() {
    let mut context = dunning("formal-notice", "one-invoice");
    context.letterhead.currency = base::Currency::parse("USD").unwrap();
    let sums = context.sums.as_mut().unwrap();
    let all = sums.total;
    let set = TemplateSet::shipped();
    let laid = |context| set.typeset(DocumentKind::FormalNotice, Lang::Fr, &Context::Dunning(Box::new(context)));
    let mut added = context.clone();
    added.sums.as_mut().unwrap().total = all;
    assert!(laid(added).is_err(), "dollars and euros in one total");
    let sums = context.sums.as_mut().unwrap();
    sums.total = all.sub(sums.fixed_compensation).unwrap();
    let text = printed(&laid(context).unwrap()).replace(['\u{a0}', '\u{202f}'], " ");
    for said in
        ["1243,37 USD et celle de 40,00 €, qui est due en euros", "Indemnité forfaitaire, en euros", "1243,37 USD"]
    {
        let said = said.replace(' ', "");
        assert!(text.replace(' ', "").contains(&said), "{said}:\n{text}");
    }
    assert!(!text.contains("40,00 USD"), "{text}");
}
