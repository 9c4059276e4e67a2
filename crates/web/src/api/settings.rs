use super::closings::ClosingShape;
use super::gate::{act, ask};
use super::request::{NotAnswered, NotDone, Nothing, Once, Recorded};
use crate::answer::Oops;
use crate::pages::settings::{rules, sending};
use crate::route::Arrival;
use app::companies::{
    Profile, change_profile, coverable_steps, revoke_standing_order, sign_standing_order, switch_sending,
};
use app::planning::plan_day;
use app::records::ApiScope;
use app::{AppError, verify};
use axum::body::Bytes;
use axum::response::Response;
use base::{Date, RateBp, fr};
use domain::facts::StandingOrder;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the owner decided for the whole company. Secrets are never shown.
#[derive(Serialize, ToSchema)]
struct SettingsShape {
    live: bool,
    email: Option<String>,
    smtp_host: Option<String>,
    smtp_port: Option<u16>,
    smtp_security: Option<String>,
    smtp_username: Option<String>,
    has_smtp_password: bool,
    sending_from_hour: u8,
    sending_until_hour: u8,
    /// As people write them; empty where nothing was agreed.
    payment_terms: String,
    #[schema(value_type = Option<i32>)]
    agreed_rate_bp: Option<RateBp>,
    principal_first: bool,
    /// After full payment a word of thanks is proposed.
    thanks: bool,
    /// `metropole` or `alsace`.
    region: &'static str,
    /// Days on which nothing leaves.
    closings: Vec<ClosingShape>,
    standing_order: StandingOrderShape,
}

/// Steps that leave without a click, under the owner's signature.
#[derive(Serialize, ToSchema)]
struct StandingOrderShape {
    #[schema(value_type = Option<String>, format = Date)]
    signed_on: Option<Date>,
    signed_by: String,
    steps: Vec<String>,
    /// All that an order may cover, as `scenario/step`.
    coverable: Vec<String>,
}

/// The settings of the company.
#[utoipa::path(get, path = "/settings", tag = "Réglages", responses((status = 200, body = SettingsShape), NotAnswered))]
pub async fn show(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let (world, company) = (caller.world(), &caller.company);
        let (settings, order) = (&company.settings, &company.settings.standing_order);
        let smtp = settings.smtp.as_ref();
        let coverable = coverable_steps(&world, company)?.into_iter().map(|c| c.pair).collect();
        Ok(SettingsShape {
            live: settings.live,
            email: company.email.clone(),
            smtp_host: smtp.map(|s| s.host.clone()),
            smtp_port: smtp.map(|s| s.port),
            smtp_security: smtp.map(|s| s.security.clone()),
            smtp_username: smtp.and_then(|s| s.username.clone()),
            has_smtp_password: smtp.is_some_and(|s| s.password.is_some()),
            sending_from_hour: settings.sending_from_hour,
            sending_until_hour: settings.sending_until_hour,
            payment_terms: rules::said_terms(&world, company).unwrap_or_default(),
            agreed_rate_bp: settings.agreed_rate,
            principal_first: settings.principal_first,
            thanks: settings.thanks,
            region: rules::region_code(settings.region),
            closings: settings.closings.iter().map(ClosingShape::from).collect(),
            standing_order: StandingOrderShape {
                signed_on: order.signed_on,
                signed_by: order.signed_by.clone(),
                steps: order.steps.clone(),
                coverable,
            },
        })
    })
    .await
}

/// Who the company is; what is absent stays as it is, what is empty is removed.
#[derive(Deserialize, ToSchema)]
pub struct ProfileShape {
    name: Option<String>,
    siren: Option<String>,
    vat_id: Option<String>,
    legal_form: Option<String>,
    capital: Option<String>,
    rcs: Option<String>,
    /// One line of the envelope a line.
    address: Option<String>,
    postcode: Option<String>,
    city: Option<String>,
    /// Two letters; empty for France.
    country: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    iban: Option<String>,
    bic: Option<String>,
    signatory: Option<String>,
}

impl ProfileShape {
    fn over(self, known: Profile) -> Profile {
        let p = known;
        Profile {
            name: self.name.unwrap_or(p.name),
            siren: self.siren.unwrap_or(p.siren),
            vat_id: self.vat_id.unwrap_or(p.vat_id),
            legal_form: self.legal_form.unwrap_or(p.legal_form),
            capital: self.capital.unwrap_or(p.capital),
            rcs: self.rcs.unwrap_or(p.rcs),
            address: self.address.unwrap_or(p.address),
            postcode: self.postcode.unwrap_or(p.postcode),
            city: self.city.unwrap_or(p.city),
            country: self.country.unwrap_or(p.country),
            email: self.email.unwrap_or(p.email),
            phone: self.phone.unwrap_or(p.phone),
            iban: self.iban.unwrap_or(p.iban),
            bic: self.bic.unwrap_or(p.bic),
            signatory: self.signatory.unwrap_or(p.signatory),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct ChangedShape {
    fields_changed: usize,
}

/// Says who the company is.
#[utoipa::path(post, path = "/settings/company", tag = "Réglages", request_body = ProfileShape, params(Once),
    responses((status = 200, body = ChangedShape), NotDone))]
pub async fn company(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: ProfileShape| {
        let profile = given.over(Profile::of(&caller.company));
        match change_profile(&caller.world(), &caller.company, &profile)? {
            Ok(fields_changed) => Ok(ChangedShape { fields_changed }),
            Err(problems) => {
                let told: Vec<String> = problems.iter().map(|p| format!("{} : {}", p.field, p.message)).collect();
                Err(AppError::refused(told.join(" "), "Rien n’a changé.").into())
            }
        }
    })
    .await
}

/// How messages leave.
#[derive(Deserialize, ToSchema)]
pub struct Sending {
    email: String,
    smtp_host: String,
    smtp_port: u16,
    /// `starttls`, `tls` or `none`.
    smtp_security: String,
    #[serde(default)]
    smtp_username: String,
    /// As it was when empty. It is sealed.
    #[serde(default)]
    smtp_password: String,
    sending_from_hour: u8,
    sending_until_hour: u8,
}

/// Sets the mail server and the hours of sending.
#[utoipa::path(post, path = "/settings/sending", tag = "Réglages", request_body = Sending, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn sending(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Sending| {
        let server = sending::Server {
            email: given.email,
            host: given.smtp_host,
            port: given.smtp_port,
            security: given.smtp_security,
            username: given.smtp_username,
            password: given.smtp_password,
            from_hour: given.sending_from_hour,
            until_hour: given.sending_until_hour,
        };
        sending::change(&caller.world(), &caller.company, caller.house.vault.as_ref(), &server)?;
        Ok(Recorded::DONE)
    })
    .await
}

#[derive(Serialize, ToSchema)]
struct TrialShape {
    answer: String,
}

/// Speaks with the mail server without sending anything; a refusal says what failed.
#[utoipa::path(post, path = "/settings/sending/test", tag = "Réglages", request_body = Nothing, params(Once),
    responses((status = 200, body = TrialShape), NotDone))]
pub async fn test(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, _: Nothing| {
        let answer = caller.house.outside.check_mail(&caller.company);
        let refused = |why| Oops::from(AppError::refused(why, "Corrigez le réglage indiqué."));
        Ok(TrialShape { answer: answer.map_err(refused)? })
    })
    .await
}

/// Whether what is approved really leaves.
#[derive(Deserialize, ToSchema)]
pub struct Live {
    live: bool,
}

/// Switches between trial and real sending; real sending asks the mail server first whether it lets us in.
#[utoipa::path(post, path = "/settings/live", tag = "Réglages", request_body = Live, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn live(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Live| {
        switch_sending(&caller.world(), &caller.company, given.live, |c| caller.house.outside.check_mail(c))?;
        Ok(Recorded::DONE)
    })
    .await
}

/// What somebody looked at after the books were put back from a copy.
#[derive(Deserialize, ToSchema)]
pub struct Reviewed {
    why: String,
}

/// Says that what left since the copy was looked at: messages leave again.
#[utoipa::path(post, path = "/settings/restoration-review", tag = "Réglages", request_body = Reviewed, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn reviewed(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Reviewed| {
        app::restoration::review(&caller.world(), &caller.company, &given.why)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// What applies where nothing else was agreed; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
pub struct Rules {
    /// `30 jours`, `45 jours fin de mois`; empty: thirty days, estimated.
    payment_terms: Option<String>,
    /// In percent with a comma, as `12,15`; empty: the legal rate.
    agreed_rate: Option<String>,
    principal_first: Option<bool>,
    /// Whether a word of thanks is proposed after full payment.
    thanks: Option<bool>,
    /// `metropole` or `alsace`.
    region: Option<String>,
}

/// Sets terms, rate, allocation and holidays.
#[utoipa::path(post, path = "/settings/rules", tag = "Réglages", request_body = Rules, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn rules(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Rules| {
        let (world, company) = (caller.world(), &caller.company);
        let settings = &company.settings;
        let said = || rules::said_terms(&world, company).unwrap_or_default();
        let wanted = rules::Rules {
            terms: given.payment_terms.unwrap_or_else(said),
            rate: given.agreed_rate.unwrap_or_else(|| settings.agreed_rate.map(fr::percent).unwrap_or_default()),
            principal_first: given.principal_first.unwrap_or(settings.principal_first),
            thanks: given.thanks.unwrap_or(settings.thanks),
            region: given.region.unwrap_or_else(|| rules::region_code(settings.region).to_string()),
        };
        rules::change(&world, company, &wanted)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Steps that leave without a click from now on.
#[derive(Deserialize, ToSchema)]
pub struct Order {
    /// As `scenario/step`; none takes the order back.
    steps: Vec<String>,
}

/// Signs a standing order under the name of the token, or takes it back.
#[utoipa::path(post, path = "/settings/standing-order", tag = "Réglages", request_body = Order, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn standing_order(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Order| {
        let world = caller.world();
        let after = if given.steps.is_empty() {
            let mut after = caller.company.clone();
            after.settings.standing_order = StandingOrder::default();
            revoke_standing_order(&world, &after)?;
            after
        } else {
            sign_standing_order(&world, &caller.company, &given.steps)?
        };
        plan_day(&world, &after, world.today)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// A value added to a table of law.
#[derive(Deserialize, ToSchema)]
pub struct LawValue {
    table: String,
    key: String,
    value: String,
    /// Where it is published.
    source: String,
}

/// Adds a value to a table of law, for all companies of this instance.
#[utoipa::path(post, path = "/law/values", tag = "Réglages", request_body = LawValue, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn law_value(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: LawValue| {
        let (key, value, source) = (given.key.trim(), given.value.trim(), given.source.trim());
        app::lawbook::add(&caller.world(), &given.table, key, value, source)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Whether chain, sums and evidence hold.
#[derive(Serialize, ToSchema)]
struct VerifiedShape {
    entries: u64,
    acts: u64,
    /// In French; none when everything holds.
    findings: Vec<String>,
}

/// Reads the whole journal again, the sums and the hash of each message that left.
#[utoipa::path(get, path = "/journal/verification", tag = "Journal", responses((status = 200, body = VerifiedShape), NotAnswered))]
pub async fn verification(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let found = verify::verify(&caller.world(), &caller.company)?;
        Ok(VerifiedShape { entries: found.entries, acts: found.acts, findings: found.findings })
    })
    .await
}
