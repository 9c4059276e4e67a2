//! Forms of a dispute that may hold a file: its fields and its bytes are read together, then used like any other form's.

use super::papers;
use crate::answer::{Answer, Oops, PageResult, done};
use crate::route::{Arrival, visited};
use crate::unread;
use crate::visit::Visit;
use app::disputes::{self, NewFile};
use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;

/// More fields than any of these forms has.
const MOST_FIELDS: usize = 60;

/// What a form holds.
#[derive(Default)]
pub(in crate::pages) struct Sent {
    fields: BTreeMap<String, String>,
    pub file: Option<NewFile>,
}

impl Sent {
    /// What a form begins with.
    pub fn put(&mut self, name: &str, value: &str) {
        self.fields.insert(name.to_string(), value.to_string());
    }

    /// A field; blank when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }
}

async fn read(mut form: Multipart) -> Result<Sent, Oops> {
    let mut sent = Sent::default();
    let unreadable = |e: axum::extract::multipart::MultipartError| Oops::Unreadable(unread::upload(&e));
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or("").to_string();
        let file_name = field.file_name().map(str::to_string);
        let bytes = field.bytes().await.map_err(unreadable)?.to_vec();
        match file_name {
            Some(file_name) if !bytes.is_empty() => sent.file = Some(NewFile { name: file_name, bytes }),
            Some(_) => {}
            None if sent.fields.len() < MOST_FIELDS => {
                let text = String::from_utf8(bytes)
                    .map_err(|_| Oops::Unreadable("un champ n’est pas un texte en UTF-8".to_string()))?;
                sent.fields.insert(name, text);
            }
            None => return Err(Oops::Unreadable("trop de champs".to_string())),
        }
    }
    Ok(sent)
}

pub(in crate::pages) async fn with_form(
    arrival: Arrival,
    form: Multipart,
    work: impl FnOnce(&Visit, Sent) -> PageResult + Send + 'static,
) -> Response {
    let sent = read(form).await;
    visited(arrival, move |visit| work(visit, sent?)).await
}

pub(super) async fn tell(arrival: Arrival, Path(id): Path<String>, form: Multipart) -> Response {
    with_form(arrival, form, move |visit, sent| told(visit, &id, &sent)).await.into_response()
}

fn told(visit: &Visit, id: &str, sent: &Sent) -> Result<Answer, Oops> {
    visit.must_act()?;
    let folder = super::found(visit, id)?;
    disputes::tell(&visit.world(), &visit.company, folder.dispute.id, sent.get("text"), sent.file.as_ref())?;
    done(format!("/litiges/{id}"), "Ajouté au dossier.")
}

pub(super) async fn correct(arrival: Arrival, Path(id): Path<String>, form: Multipart) -> Response {
    with_form(arrival, form, move |visit, sent| papers::correct(visit, &id, sent)).await.into_response()
}
