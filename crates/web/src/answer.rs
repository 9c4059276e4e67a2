//! What a page function gives back, and how it becomes a response.

use crate::refused::Refusal;
use crate::view::stacked::labelled;
use app::AppError;
use askama::Template;
use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What came of an act, told on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// `done` or `refused`.
    pub tone: &'static str,
    pub text: String,
}

/// The answer to a visit.
pub enum Answer {
    /// `told` when it tells what came of the act before: the next page no longer does.
    Html {
        status: StatusCode,
        text: String,
        told: bool,
    },
    /// A form that was refused: a page that says so, for when the form's own page cannot be shown again.
    Refused {
        text: String,
        refusal: Refusal,
    },
    /// A page that stands in for one that is being made, and asks for it again by itself.
    Soon {
        text: String,
    },
    /// After a form: elsewhere, with something to tell.
    Go {
        to: String,
        flash: Option<Flash>,
        cookie: Option<String>,
    },
    /// A document shown inside a page of ours, under a policy of its own.
    Document {
        bytes: Vec<u8>,
        content_type: &'static str,
        policy: &'static str,
    },
    File {
        bytes: Vec<u8>,
        content_type: String,
        name: Option<String>,
    },
}

pub type PageResult = Result<Answer, Oops>;

/// Why there is no answer.
#[derive(Debug)]
pub enum Oops {
    /// A use case said no.
    App(AppError),
    /// There is no such thing, or it is not this user's to see: the two look the same.
    NotHere,
    /// The role does not allow it; who may, in French.
    NotAllowed { who_may: &'static str },
    /// A page that could not be made.
    Template(askama::Error),
    /// What was sent does not read; what is wrong, in French.
    Unreadable(String),
    /// A text that would break a document, at a line of it.
    AtLine { what: String, remedy: String, place: PlaceInText },
}

/// Where in a text that somebody writes.
#[derive(Debug)]
pub struct PlaceInText {
    /// `subject` or `body`.
    pub part: &'static str,
    /// From 1.
    pub line: u64,
}

impl From<AppError> for Oops {
    fn from(error: AppError) -> Self {
        Oops::App(error)
    }
}

impl From<app::ports::terms::BooksError> for Oops {
    fn from(error: app::ports::terms::BooksError) -> Self {
        Oops::App(error.into())
    }
}

impl From<base::MoneyError> for Oops {
    fn from(error: base::MoneyError) -> Self {
        Oops::App(error.into())
    }
}

impl From<askama::Error> for Oops {
    fn from(error: askama::Error) -> Self {
        Oops::Template(error)
    }
}

/// A page, its stacked tables labelled.
///
/// # Errors
/// A template that fails, which compiling it makes next to impossible.
pub fn html(template: &impl Template) -> PageResult {
    Ok(Answer::Html { status: StatusCode::OK, text: labelled(template.render()?), told: false })
}

/// A PDF inside a page.
pub fn pdf(bytes: Vec<u8>) -> PageResult {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
    Ok(Answer::Document { bytes, content_type: "application/pdf", policy })
}

/// Somebody else's HTML inside a page: it runs nothing, fetches nothing, and is of no origin.
pub fn sandboxed(html: String) -> PageResult {
    let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
    Ok(Answer::Document { bytes: html.into_bytes(), content_type: "text/html; charset=utf-8", policy })
}

/// Elsewhere, with what was done.
pub fn done(to: impl Into<String>, text: impl Into<String>) -> PageResult {
    Ok(Answer::Go { to: to.into(), flash: Some(Flash { tone: "done", text: text.into() }), cookie: None })
}

/// Elsewhere, without a word.
pub fn go(to: impl Into<String>) -> PageResult {
    Ok(Answer::Go { to: to.into(), flash: None, cookie: None })
}

impl Answer {
    pub fn respond(self) -> Response {
        match self {
            Answer::Html { status, text, told } => {
                let mut response = (status, page_headers(), text).into_response();
                if told {
                    response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(FORGET_FLASH));
                }
                response
            }
            Answer::Refused { text, refusal } => {
                (StatusCode::UNPROCESSABLE_ENTITY, page_headers(), Extension(refusal), text).into_response()
            }
            Answer::Soon { text } => {
                let again = [(header::REFRESH, "2"), (header::RETRY_AFTER, "2")];
                (StatusCode::ACCEPTED, page_headers(), again, text).into_response()
            }
            Answer::Go { to, flash, cookie } => {
                let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, safe(&to))]).into_response();
                for cookie in cookie.into_iter().chain(flash.map(|f| flash_cookie(&f))) {
                    if let Ok(value) = HeaderValue::from_str(&cookie) {
                        response.headers_mut().append(header::SET_COOKIE, value);
                    }
                }
                response
            }
            Answer::Document { bytes, content_type, policy } => {
                let headers = [
                    (header::CONTENT_TYPE, content_type),
                    (header::CONTENT_SECURITY_POLICY, policy),
                    (header::CACHE_CONTROL, "no-store"),
                ];
                (headers, bytes).into_response()
            }
            Answer::File { bytes, content_type, name } => {
                let mut response = ([(header::CONTENT_TYPE, safe(&content_type))], bytes).into_response();
                let named = name.map(|n| format!("attachment; filename*=UTF-8''{}", percent(&n)));
                if let Some(value) = named.and_then(|n| HeaderValue::from_str(&n).ok()) {
                    response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
                }
                response
            }
        }
    }
}

fn page_headers() -> [(header::HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")]
}

/// A header's value, emptied when it holds what a header may not.
fn safe(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("/"))
}

fn flash_cookie(flash: &Flash) -> String {
    format!("{FLASH}={}.{}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax", flash.tone, percent(&flash.text))
}

/// Name of the cookie that carries what was done to the next page.
pub const FLASH: &str = "quitus_fait";

const FORGET_FLASH: &str = "quitus_fait=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

/// Percent-encodes all but letters and digits (RFC 3986).
pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b == b'-' || b == b'.' {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// The reverse of [`percent`]; what does not read is left out.
pub fn unpercent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let hex: Vec<u8> = rest.by_ref().take(2).collect();
        bytes.extend(std::str::from_utf8(&hex).ok().and_then(|h| u8::from_str_radix(h, 16).ok()));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_survives_the_cookie() {
        let text = "3 relances approuvées : « été » ; 100 %\n";
        assert_eq!(unpercent(&percent(text)), text);
        assert!(percent(text).is_ascii());
        assert_eq!(unpercent("%zz%4"), "\u{4}");
    }
}
