//! The mail carrier of the simulation: it remembers what left, and has weather.
//!
//! It can be down, refuse, lose its answer after or before the message left, or be interrupted together with the worker.

use app::ports::mail::{Envelope, HandOver, MailCarrier};
use std::panic::resume_unwind;
use std::sync::Mutex;

/// How the carrier behaves for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Weather {
    #[default]
    Fine,
    /// No connection.
    Down,
    /// The server refuses for now.
    Refuses,
    /// The message leaves and the answer is lost.
    LosesAnswer,
    /// The message is lost together with the answer.
    LosesMessage,
    /// The worker dies before the message leaves.
    KillsBefore,
    /// The worker dies after the message left, before anything is recorded.
    KillsAfter,
}

/// What unwinds when the worker is killed; no error, nothing catches it but the simulation.
#[derive(Debug)]
pub struct Killed;

/// A message that really left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub message_id: String,
    pub to: Vec<String>,
}

#[derive(Debug, Default)]
struct State {
    weather: Weather,
    left: Vec<Left>,
    /// Messages taken note of since last asked.
    unread: usize,
}

#[derive(Debug, Default)]
pub struct SimCarrier {
    state: Mutex<State>,
    /// Can tell afterwards what left; a local outbox can, a mail server cannot.
    pub remembers: bool,
}

impl SimCarrier {
    pub fn new(remembers: bool) -> Self {
        SimCarrier { remembers, ..SimCarrier::default() }
    }

    /// From now on. Weather that strikes (lost answers, kills) strikes one message, then is fine again.
    pub fn set(&self, weather: Weather) {
        self.with(|state| state.weather = weather);
    }

    /// Messages that left since this was last asked.
    pub fn news(&self) -> Vec<Left> {
        self.with(|state| {
            let news = state.left.get(state.unread..).unwrap_or_default().to_vec();
            state.unread = state.left.len();
            news
        })
    }

    /// Whether that message really left: what a person finds out by asking.
    pub fn truth(&self, message_id: &str) -> bool {
        self.with(|state| state.left.iter().any(|l| l.message_id == message_id))
    }

    fn with<T: Default>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        self.state.lock().map(|mut state| act(&mut state)).unwrap_or_default()
    }
}

impl MailCarrier for SimCarrier {
    fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> HandOver {
        let weather = self.with(|state| {
            let weather = state.weather;
            if matches!(weather, Weather::Fine | Weather::LosesAnswer | Weather::KillsAfter) {
                state.left.push(Left { message_id: message_id(message), to: envelope.to.clone() });
            }
            if !matches!(weather, Weather::Down | Weather::Refuses) {
                state.weather = Weather::Fine;
            }
            weather
        });
        match weather {
            Weather::Fine => HandOver::Accepted { reply: "250 2.0.0 pris en charge".to_string() },
            Weather::Down => HandOver::Unreachable { why: "aucune connexion au serveur d’envoi".to_string() },
            Weather::Refuses => {
                HandOver::Refused { permanent: false, reply: "451 4.7.1 réessayez plus tard".to_string() }
            }
            Weather::LosesAnswer | Weather::LosesMessage => {
                HandOver::Unknown { why: "le serveur n’a pas répondu après le message".to_string() }
            }
            Weather::KillsBefore | Weather::KillsAfter => resume_unwind(Box::new(Killed)),
        }
    }

    fn label(&self) -> String {
        if self.remembers { "boîte d’envoi simulée" } else { "serveur simulé" }.to_string()
    }

    fn check(&self) -> Result<String, String> {
        Ok("simulé".to_string())
    }

    fn was_handed_over(&self, message_id: &str) -> Option<bool> {
        self.remembers.then(|| self.truth(message_id))
    }
}

/// The `Message-ID` header of the bytes that left.
fn message_id(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    let header = text.lines().find(|l| l.to_ascii_lowercase().starts_with("message-id:"));
    header.and_then(|l| l.split_once(':')).map_or_else(String::new, |(_, id)| id.trim().to_string())
}
