//! A page with one of its forms filled in with what was typed, and why it was refused.

use super::Refusal;
use askama::filters::{Html, escape};
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// The hidden field that tells on which page a form was shown again.
pub const PAGE: &str = "_page";
/// Identifies the notice, that the first field is described by.
const NOTICE: &str = "refus";

/// A form that was sent, and refused.
pub struct Sent {
    /// Where it was sent.
    pub path: String,
    /// Path and query of the page that it stands on.
    pub page: String,
    pub typed: Vec<(String, String)>,
    pub refusal: Refusal,
}

/// The page with that form filled in; `None` when it holds no such form.
pub fn filled(page: &str, sent: &Sent) -> Option<String> {
    let (forms, fields) = seen(page)?;
    let form = chosen(&forms, &fields, sent)?;
    let has_room = fields.iter().any(|f| f.form == form.key && f.is_typed);
    let mut left: VecDeque<(&str, &str)> = sent.typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let mut is_described = false;
    walk(page, |place, element| match element.tag_name().as_str() {
        "title" => element.prepend("À corriger · ", ContentType::Text),
        "main" if !has_room => element.prepend(&notice(sent), ContentType::Html),
        "details" if place.details.last().is_some_and(|n| form.details.contains(n)) => set(element, "open", ""),
        "form" if place.form.as_ref() == Some(&form.key) => {
            let back = format!("<input type=\"hidden\" name=\"{PAGE}\" value=\"{}\">", escaped(&sent.page));
            let notice = if has_room { notice(sent) } else { String::new() };
            element.prepend(&format!("{notice}{back}"), ContentType::Html);
        }
        tag if place.owner(element).as_ref() == Some(&form.key) => {
            fill(tag, place, element, sent, &mut left);
            if !is_described && is_typed(element) {
                is_described = true;
                set(element, "autofocus", "");
                let already = element.get_attribute("aria-describedby").map_or(String::new(), |ids| format!(" {ids}"));
                set(element, "aria-describedby", &format!("{NOTICE}{already}"));
            }
        }
        _ => {}
    })
}

fn notice(sent: &Sent) -> String {
    let Refusal { what, remedy } = &sent.refusal;
    let (what, remedy, page) = (escaped(what), escaped(remedy), escaped(&sent.page));
    format!(
        "<div class=\"notice refused\" role=\"alert\" id=\"{NOTICE}\" data-refused=\"{page}\"><strong>{what}</strong> {remedy}</div>"
    )
}

/// Gives a field what was typed in it. Fields of one name take what was typed in their order.
fn fill(tag: &str, place: &Place, element: &mut Element<'_, '_>, sent: &Sent, left: &mut VecDeque<(&str, &str)>) {
    let kind = element.get_attribute("type").unwrap_or_default();
    if tag == "option" {
        let value = element.get_attribute("value").unwrap_or_default();
        let Some(name) = &place.select else { return };
        if sent.typed.iter().any(|(n, _)| n == name) {
            let is_it = sent.typed.iter().any(|(n, v)| n == name && escaped(v) == value);
            mark(element, "selected", is_it);
        }
        return;
    }
    let Some(name) = element.get_attribute("name") else { return };
    match (tag, kind.as_str()) {
        ("input", "checkbox" | "radio") => {
            let value = element.get_attribute("value").unwrap_or_else(|| "on".to_string());
            mark(element, "checked", sent.typed.iter().any(|(n, v)| *n == name && escaped(v) == value));
        }
        ("input", "password" | "file" | "submit") | ("select" | "button", _) => {}
        ("input" | "textarea", kind) => {
            let Some(at) = left.iter().position(|(n, _)| *n == name) else { return };
            let Some((_, value)) = left.remove(at) else { return };
            match tag {
                // A browser leaves out a line end right after the tag.
                "textarea" => element.set_inner_content(&format!("\n{value}"), ContentType::Text),
                _ if kind != "hidden" => set(element, "value", &escaped(value)),
                _ => {}
            }
        }
        _ => {}
    }
}

fn set(element: &mut Element<'_, '_>, name: &str, value: &str) {
    // Only a name that HTML forbids is refused, and these are ours.
    let _ = element.set_attribute(name, value);
}

fn mark(element: &mut Element<'_, '_>, name: &str, is_so: bool) {
    match is_so {
        true => set(element, name, ""),
        false => element.remove_attribute(name),
    }
}

/// As our templates write a text: attributes are compared as they stand in the page.
fn escaped(text: &str) -> String {
    escape(text, Html).map_or_else(|_| String::new(), |text| text.to_string())
}

struct Form {
    key: String,
    /// Where it may be sent: by itself, and by its buttons.
    actions: Vec<String>,
    /// The folded parts of the page around it.
    details: Vec<usize>,
}

struct Field {
    form: String,
    name: String,
    /// Of a hidden field, as the page writes it.
    hidden: Option<String>,
    is_typed: bool,
}

/// The forms of a page in order, and their fields.
fn seen(page: &str) -> Option<(Vec<Form>, Vec<Field>)> {
    let (mut forms, mut fields, mut buttons): (Vec<Form>, Vec<Field>, Vec<(String, String)>) = Default::default();
    walk(page, |place, element| {
        let tag = element.tag_name();
        if tag == "form" {
            let posted = element.get_attribute("method").is_some_and(|m| m.eq_ignore_ascii_case("post"));
            let actions = element.get_attribute("action").filter(|_| posted).into_iter().collect();
            let key = place.form.clone().unwrap_or_default();
            return forms.push(Form { key, actions, details: place.details.clone() });
        }
        let Some(form) = place.owner(element) else { return };
        if let Some(action) = element.get_attribute("formaction") {
            buttons.push((form.clone(), action));
        }
        if let Some(name) = element.get_attribute("name") {
            let is_hidden = element.get_attribute("type").is_some_and(|kind| kind == "hidden");
            let hidden = is_hidden.then(|| element.get_attribute("value").unwrap_or_default());
            fields.push(Field { form, name, hidden, is_typed: is_typed(element) });
        }
    })?;
    for form in &mut forms {
        form.actions.extend(buttons.iter().filter(|(key, _)| *key == form.key).map(|(_, action)| action.clone()));
    }
    Some((forms, fields))
}

/// Something a person writes or chooses in, but for boxes to tick.
fn is_typed(element: &Element<'_, '_>) -> bool {
    let kind = element.get_attribute("type").unwrap_or_default();
    match element.tag_name().as_str() {
        "textarea" | "select" => true,
        "input" => !["hidden", "checkbox", "radio", "submit", "button", "file"].contains(&kind.as_str()),
        _ => false,
    }
}

/// Among the forms sent to that address: the one whose hidden fields were sent, else that holds all that was sent.
fn chosen<'f>(forms: &'f [Form], fields: &[Field], sent: &Sent) -> Option<&'f Form> {
    let there = |action: &String| action.split(['?', '#']).next() == Some(sent.path.as_str());
    let of = |form: &Form| -> Vec<&Field> { fields.iter().filter(|f| f.form == form.key).collect() };
    let holds_all = |form: &&Form| {
        let own = of(form);
        sent.typed.iter().all(|(name, _)| name == PAGE || own.iter().any(|f| f.name == *name))
    };
    let is_that_one = |form: &&Form| {
        let was_sent = |f: &&Field| match &f.hidden {
            Some(value) => sent.typed.iter().any(|(n, v)| *n == f.name && escaped(v) == *value),
            None => true,
        };
        holds_all(form) && of(form).iter().all(was_sent)
    };
    let may: Vec<&Form> = forms.iter().filter(|form| form.actions.iter().any(there)).collect();
    let found = may.iter().find(|f| is_that_one(f)).or_else(|| may.iter().find(|f| holds_all(f))).or(may.first());
    found.copied()
}

/// Where an element stands.
#[derive(Default)]
struct Place {
    forms: usize,
    form: Option<String>,
    folds: usize,
    details: Vec<usize>,
    select: Option<String>,
}

impl Place {
    /// The form that a field belongs to: the one it names, else the one around it.
    fn owner(&self, element: &Element<'_, '_>) -> Option<String> {
        element.get_attribute("form").or_else(|| self.form.clone())
    }

    fn enter(&mut self, element: &Element<'_, '_>) {
        match element.tag_name().as_str() {
            "form" => {
                self.forms += 1;
                self.form = Some(element.get_attribute("id").unwrap_or_else(|| format!("#{}", self.forms)));
            }
            "details" => {
                self.folds += 1;
                self.details.push(self.folds);
            }
            "select" => self.select = element.get_attribute("name"),
            _ => {}
        }
    }

    fn leave(&mut self, tag: &str) {
        match tag {
            "form" => self.form = None,
            "details" => drop(self.details.pop()),
            "select" => self.select = None,
            _ => {}
        }
    }
}

/// Visits the forms of a page, what is folded and what can be filled in, in order; the page as the visits left it.
fn walk(page: &str, mut visit: impl FnMut(&Place, &mut Element<'_, '_>)) -> Option<String> {
    let place = Rc::new(RefCell::new(Place::default()));
    let visited = element!("title, main, form, details, input, textarea, select, option, button", |element| {
        place.borrow_mut().enter(element);
        visit(&place.borrow(), element);
        let tag = element.tag_name();
        if ["form", "details", "select"].contains(&tag.as_str()) {
            let place = Rc::clone(&place);
            element.on_end_tag(Box::new(move |_| {
                place.borrow_mut().leave(&tag);
                Ok(())
            }))?;
        }
        Ok(())
    });
    rewrite_str(page, RewriteStrSettings::new().append_element_content_handler(visited)).ok()
}
