//! A browser without a screen: it keeps cookies, follows redirections, and remembers what it was shown.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use tower::ServiceExt;

pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    policy: String,
    runtime: tokio::runtime::Runtime,
}

/// What was shown.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    /// Path and query, after redirections.
    pub at: String,
    pub text: String,
}

impl Shown {
    /// The page as words, without its markup: entities read, spaces made one.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.text.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                c if !inside => out.push(c),
                _ => {}
            }
        }
        let read = out.replace("&nbsp;", " ").replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", "\"");
        read.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// # Panics
    /// When the page does not say it.
    pub fn says(&self, words: &str) {
        let page = self.words();
        let start: String = page.chars().skip(150).take(1500).collect();
        assert!(page.contains(words), "« {words} » is not on {}: {start}", self.at);
    }

    /// The address of the first link whose address starts so.
    pub fn link(&self, start: &str) -> String {
        let found = self.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let found = found.map(|l| l.replace("&amp;", "&").replace("&#38;", "&")).find(|l| l.starts_with(start));
        found.unwrap_or_else(|| panic!("no link to {start} on {}", self.at))
    }
}

impl Browser {
    pub fn new(router: Router) -> Browser {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Browser { router, cookies: BTreeMap::new(), policy: String::new(), runtime }
    }

    /// Somebody else, at another machine.
    pub fn another(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// The same browser, on a server that was started again.
    pub fn at(&self, router: Router) -> Browser {
        Browser { cookies: self.cookies.clone(), ..Browser::new(router) }
    }

    /// Another window of the same browser.
    pub fn same(&self) -> Browser {
        Browser { cookies: self.cookies.clone(), ..self.another() }
    }

    /// Somebody the owner lets in with that role, logged in.
    pub fn colleague(&mut self, role: &str, email: &str) -> Browser {
        let until = if role == "guest" { "2026-12-31" } else { "" };
        let fields = [("name", role), ("email", email), ("password", PASSWORD), ("role", role), ("until", until)];
        self.post("/reglages/utilisateurs", &fields).says("peut se connecter");
        let mut other = self.another();
        other.log_in(email, PASSWORD);
        other
    }

    pub fn get(&mut self, path: &str) -> Shown {
        self.ask(Request::get(path), Body::empty())
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={}", web::answer::percent(v))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, Body::from(body.join("&")))
    }

    pub fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Shown {
        let shown = self.ask_whatever(request, body);
        assert!(!shown.status.is_server_error(), "{} failed: the log above says why", shown.at);
        shown
    }

    /// The same, whatever is answered.
    pub fn ask_whatever(&mut self, request: axum::http::request::Builder, body: Body) -> Shown {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).header(header::HOST, "quitus.test");
        let request = request.body(body).unwrap();
        let at = request.uri().to_string();
        let response = self.runtime.block_on(self.router.clone().oneshot(request)).unwrap();
        self.keep_cookies(&response);
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        self.policy = policy.map(|p| p.to_str().unwrap().to_string()).unwrap_or_default();
        if response.status() == StatusCode::SEE_OTHER {
            let to = response.headers()[header::LOCATION].to_str().unwrap().to_string();
            return self.get(&to);
        }
        let status = response.status();
        let bytes = self.runtime.block_on(response.into_body().collect()).unwrap().to_bytes();
        Shown { status, at, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// The head and the text of an answer to nobody in particular.
    pub fn answered(&self, request: Request<Body>) -> (axum::http::response::Parts, String) {
        let response = self.runtime.block_on(self.router.clone().oneshot(request)).unwrap();
        let (head, body) = response.into_parts();
        let bytes = self.runtime.block_on(body.collect()).unwrap().to_bytes();
        (head, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The content security policy of the last answer.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    fn keep_cookies(&mut self, response: &Response<Body>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_string(), value.to_string());
        }
    }

    /// Holds a cookie that nobody gave.
    pub fn forge(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_string(), web::answer::percent(value));
    }

    pub fn first_owner(&mut self) -> Shown {
        let fields = [("name", "Claire Martin"), ("email", "claire@exemple.fr"), ("password", PASSWORD)];
        self.post("/bienvenue", &fields)
    }

    /// Whoever has a provisional password chooses another one on the way.
    pub fn log_in(&mut self, email: &str, password: &str) -> Shown {
        let shown = self.post("/connexion", &[("email", email), ("password", password)]);
        if !shown.text.contains("action=\"/mot-de-passe\"") {
            return shown;
        }
        self.post("/mot-de-passe", &[("current", password), ("new", OWN_PASSWORD)])
    }
}

pub const PASSWORD: &str = "quatre mots à retenir";
/// What those who were let in choose in its place.
pub const OWN_PASSWORD: &str = "quatre autres mots à moi";
