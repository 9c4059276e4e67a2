//! Which texts there are, which are the company's own, and which steps use them.

use super::title_of;
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::Chip;
use crate::visit::Visit;
use app::records::OwnText;
use askama::Template;
use documents::{DocumentKind, Family, TemplateSet};
use domain::scenario::ScenarioBook;

struct Line {
    href: String,
    title: &'static str,
    languages: Vec<Chip>,
    uses: Vec<String>,
}

struct Group {
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "texts/list.html")]
struct ListPage {
    frame: Frame,
    groups: Vec<Group>,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let (book, own) = visit.world().read(|books| {
        Ok((app::planning::scenarios(books, &visit.company, None)?, books.own_texts(visit.company.id)?))
    })?;
    let mut groups = [("E-mails", Vec::new()), ("Courriers et relevés", Vec::new()), ("Fiches pour vous", Vec::new())];
    for name in TemplateSet::names() {
        let at = match TemplateSet::family(name) {
            Ok(Family::Pdf(DocumentKind::CallSheet | DocumentKind::VisitSheet)) => 2,
            Ok(Family::Pdf(_)) => 1,
            _ => 0,
        };
        if let Some((_, lines)) = groups.get_mut(at) {
            lines.push(line(name, &book, &own));
        }
    }
    let groups = groups.into_iter().map(|(title, lines)| Group { title, lines }).collect();
    html(&ListPage { frame: visit.frame("Modèles de textes"), groups })
}

fn line(name: &str, book: &ScenarioBook, own: &[OwnText]) -> Line {
    let languages = TemplateSet::languages(name).unwrap_or_default();
    let chip = |lang: documents::Lang| {
        let is_own = own.iter().any(|t| t.template == name && t.lang == lang.code() && t.texts.is_some());
        let said = if lang == documents::Lang::Fr { "français" } else { "anglais" };
        if is_own {
            Chip::new(format!("{said} : le vôtre"), "good")
        } else {
            Chip::new(format!("{said} : livré"), "plain")
        }
    };
    let steps = book.current().iter().flat_map(|s| s.steps.iter().map(move |step| (s, step)));
    let uses = steps.filter(|(_, step)| step.template == name);
    Line {
        href: format!("/modeles/{name}"),
        title: title_of(name),
        languages: languages.into_iter().map(chip).collect(),
        uses: uses.map(|(s, step)| format!("{} ({})", step.title, s.title)).collect(),
    }
}
