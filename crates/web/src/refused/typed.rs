//! What a form holds, as it was sent.

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;

/// Names and values in order, files left out; nothing when it does not read, of which the page itself tells.
pub async fn read(parts: &Parts, bytes: Bytes) -> Vec<(String, String)> {
    let request = Request::from_parts(parts.clone(), Body::from(bytes));
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") {
        return in_parts(request).await;
    }
    Form::<Vec<(String, String)>>::from_request(request, &()).await.map_or_else(|_| Vec::new(), |form| form.0)
}

async fn in_parts(request: Request) -> Vec<(String, String)> {
    let mut typed = Vec::new();
    let Ok(mut form) = Multipart::from_request(request, &()).await else { return typed };
    while let Ok(Some(field)) = form.next_field().await {
        let (name, is_file) = (field.name().unwrap_or("").to_string(), field.file_name().is_some());
        match field.text().await {
            Ok(text) if !is_file => typed.push((name, text)),
            _ => {}
        }
    }
    typed
}
