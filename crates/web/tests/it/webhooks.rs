//! Other programs are told what happens: a real server receives the messages, signed, once a server, again when it failed.

use crate::browser::Browser;
use crate::house::{Ground, work};
use app::records::DeliveryState;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use web::tell_events;

/// A message as it arrived: headers in lower case, and the body.
#[derive(Clone, Debug)]
struct Received {
    headers: Vec<(String, String)>,
    body: String,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A program that listens on this machine and answers with the next of these statuses, the last one from then on.
struct Receiver {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    fn answering(statuses: &'static [u16]) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/evenements", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for (n, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                let message = read(&mut BufReader::new(stream.try_clone().unwrap()));
                kept.lock().unwrap().push(message);
                let status = statuses.get(n).or(statuses.last()).unwrap();
                let answer = format!(
                    "HTTP/1.1 {status} -\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Receiver { url, received }
    }

    fn all(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

fn read(stream: &mut impl BufRead) -> Received {
    let mut headers = Vec::new();
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    loop {
        line.clear();
        stream.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_lowercase(), value.to_string()));
    }
    let length = headers.iter().find(|(n, _)| n == "content-length").map_or(0, |(_, v)| v.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    Received { headers, body: String::from_utf8(body).unwrap() }
}

/// Subscribes as the owner does; the secret that the page shows once.
fn subscribe(owner: &mut Browser, url: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("url", url), ("prive", "oui")];
    fields.extend(more);
    let page = owner.post("/reglages/api/evenements", &fields);
    page.says("il ne sera plus jamais affiché");
    let secret = page.text.split("qtw_").nth(1).unwrap().split('<').next().unwrap().to_string();
    assert!(!owner.get("/reglages/api/evenements").text.contains(&secret), "shown once");
    format!("qtw_{secret}")
}

fn pause(owner: &mut Browser, why: &str) {
    let party = owner.get("/clients?q=garage").link("/clients/pty_");
    let fields = [("kind", "pause"), ("why", why), ("invoice", ""), ("since", ""), ("until", ""), ("amount", "")];
    owner.post(&format!("{party}/suspendre"), &fields).says("Enregistré");
}

const DECISIONS: [(&str, &str); 1] = [("decisions", "oui")];

#[test]
fn a_program_is_told_once_with_a_signature_and_identifiers_alone() {
    work(|mut owner, ground| {
        let receiver = Receiver::answering(&[200]);
        let secret = subscribe(&mut owner, &receiver.url, &DECISIONS);
        pause(&mut owner, "vu avec Hélène Cœur");
        tell_events(&ground.house);
        tell_events(&ground.house);
        tell_events(&ground.another());
        let [message] = receiver.all().try_into().unwrap();
        let json = message.json();
        assert_eq!(json["event"], "hold_opened");
        assert_eq!(message.header("quitus-event"), "hold_opened");
        assert_eq!(message.header("quitus-delivery"), json["id"].as_str().unwrap());
        assert!(json["subject"].as_str().unwrap().starts_with("hld_"), "{json}");
        assert!(!message.body.contains("Garage") && !message.body.contains("Cœur"), "no personal data: {json}");
        let signed = message.header("quitus-signature");
        let (at, code) = signed.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
        assert_eq!(code, hmac(&secret, &format!("{at}.{}", message.body)));
        let log = owner.get("/reglages/api/evenements").link("/reglages/api/evenements/whk_");
        owner.get(&log).says("reçu");
    });
}

/// The code computed another way than ours: by the definition, with the outer and inner pads written out.
fn hmac(key: &str, message: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut pad = [0_u8; 64];
    // Longer than a block: its hash stands in for it.
    assert!(key.len() > 64);
    pad[..32].copy_from_slice(&Sha256::digest(key));
    let with = |x: u8, rest: &[u8]| Sha256::digest([pad.map(|b| b ^ x).as_slice(), rest].concat());
    with(0x5c, &with(0x36, message.as_bytes())).iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn who_asks_for_details_gets_the_sentence() {
    work(|mut owner, ground| {
        let receiver = Receiver::answering(&[204]);
        subscribe(&mut owner, &receiver.url, &[("decisions", "oui"), ("details", "oui")]);
        pause(&mut owner, "vu avec le gérant");
        tell_events(&ground.house);
        let json = receiver.all()[0].json();
        assert!(json["sentence"].as_str().unwrap().contains("Garage du Port"), "{json}");
        assert!(json["data"].is_object() && json["actor"].is_string(), "{json}");
    });
}

#[test]
fn a_failure_is_tried_again_later_under_the_same_identifier() {
    work(|mut owner, ground| {
        let receiver = Receiver::answering(&[500, 302, 200]);
        subscribe(&mut owner, &receiver.url, &DECISIONS);
        pause(&mut owner, "client en vacances");
        tell_events(&ground.house);
        tell_events(&ground.house);
        assert_eq!(receiver.all().len(), 1, "not at once");
        ground.later(15);
        tell_events(&ground.house);
        ground.later(15);
        tell_events(&ground.house);
        assert_eq!(receiver.all().len(), 2, "a redirection is a failure, and the pause grows");
        ground.later(60);
        tell_events(&ground.house);
        let ids: Vec<Value> = receiver.all().iter().map(|m| m.json()["id"].clone()).collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let log = owner.get("/reglages/api/evenements").link("/reglages/api/evenements/whk_");
        let page = owner.get(&log);
        let delivery = page.text.split("value=\"dlv_").nth(1).unwrap().split('"').next().unwrap().to_string();
        owner.post(&format!("{log}/remettre"), &[("message", &format!("dlv_{delivery}"))]);
        tell_events(&ground.house);
        assert_eq!(receiver.all().len(), 4, "delivered again by hand");
    });
}

#[test]
fn a_server_that_was_killed_leaves_the_message_to_another_one() {
    work(|mut owner, ground| {
        let receiver = Receiver::answering(&[200]);
        subscribe(&mut owner, &receiver.url, &DECISIONS);
        pause(&mut owner, "client en vacances");
        let (house, company) = (&ground.house, ground.company());
        let world = house.world(domain::journal::Actor::Program, Some(&company));
        app::webhooks::announce(&world, &company).unwrap();
        // Claimed by a server that died before it sent.
        let mut claimed = ground.read(|books| Ok(books.due_delivery(company.id, world.clock.now())?)).unwrap();
        let until = base::Timestamp::from_second(world.clock.now().as_second() + 120).unwrap();
        (claimed.claimed_until, claimed.attempts) = (Some(until), 1);
        ground.write(|books| books.update_delivery(&claimed));
        tell_events(&ground.another());
        assert_eq!(receiver.all().len(), 0, "somebody is at it");
        ground.later(121);
        tell_events(&ground.another());
        assert_eq!(receiver.all()[0].json()["id"], claimed.id.to_string());
        let then = ground.read(|books| Ok(books.delivery(claimed.id)?)).unwrap();
        assert_eq!((then.state, then.attempts), (DeliveryState::Delivered, 2));
    });
}

#[test]
fn nobody_is_reached_behind_the_wall_unless_the_owner_says_so() {
    work(|mut owner, ground| {
        owner
            .post("/reglages/api/evenements", &[("url", "http://127.0.0.1:9/")])
            .says("n’est permis que vers cette machine");
        owner.post("/reglages/api/evenements", &[("url", "https://a:b@client.example/")]).says("mot de passe");
        // A name that leads here, over https: looked at once it is resolved.
        owner.post("/reglages/api/evenements", &[("url", "https://localhost:9/")]).says("plus jamais affiché");
        pause(&mut owner, "client en vacances");
        tell_events(&ground.house);
        let log = owner.get("/reglages/api/evenements").link("/reglages/api/evenements/whk_");
        owner.get(&log).says("mène à cette machine ou à un réseau privé");
    });
}

#[test]
fn days_of_failure_end_the_subscription_with_an_alert_until_somebody_resumes_it() {
    work(|mut owner, ground| {
        let receiver = Receiver::answering(&[500]);
        subscribe(&mut owner, &receiver.url, &DECISIONS);
        pause(&mut owner, "client en vacances");
        tell_events(&ground.house);
        ground.later(6 * 86_400);
        tell_events(&ground.house);
        owner.get("/").says("n’est plus prévenu");
        let sent = receiver.all().len();
        ground.later(86_400);
        tell_events(&ground.house);
        assert_eq!(receiver.all().len(), sent, "given up");
        let log = owner.get("/reglages/api/evenements").link("/reglages/api/evenements/whk_");
        owner.post(&format!("{log}/etat"), &[("etat", "on")]);
        tell_events(&ground.house);
        assert!(receiver.all().len() > sent, "resumed");
    });
}

#[test]
fn only_the_owner_subscribes_programs() {
    work(|mut owner, _: Ground| {
        let mut accountant = owner.colleague("accountant", "compta@quitus.test");
        accountant.get("/reglages/api/evenements").says("Peuvent le faire");
    });
}
