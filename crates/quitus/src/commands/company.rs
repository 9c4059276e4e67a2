//! `quitus init` and `quitus settings`.

use crate::args::{Init, Profile, Settings};
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::{Rim, SystemClock};
use crate::show::line;
use app::Clock;
use app::companies::Negotiation;
use app::ports::vault::Vault;
use app::records::{Company, SmtpRecord};
use base::calendar::Region;
use base::{RateBp, fold, luhn};
use law::terms::PaymentTerms;
use serde_json::json;

pub fn init(rim: &Rim, args: &Init) -> Outcome<u8> {
    let world = rim.world();
    let siren = args.siren.as_deref().map(siren).transpose()?;
    let mut company = Company { siren, ..Company::named(world.new_id(), args.name.trim(), SystemClock.now()) };
    apply(&mut company, &args.profile)?;
    app::companies::create(&world, &company)?;
    if company.siren.as_deref().is_some_and(|s| !luhn::is_key_right(s)) && !rim.common.json {
        line("Attention : ce SIREN n’a pas la bonne clé. S’il est faux, vos propres factures ne seront pas reconnues.");
    }
    let text = format!(
        "« {} » est prête, en mode essai : rien ne partira avant « quitus sending reel ».\nEnsuite : quitus import VOS-FICHIERS",
        company.name
    );
    say(rim, &text, json!({ "company": company.id, "name": company.name, "siren": company.siren, "live": false }))
}

fn siren(text: &str) -> Outcome<String> {
    let digits = fold::digits(text);
    if digits.len() == 9 {
        return Ok(digits);
    }
    Err(Fail::new(format!("« {text} » n’est pas un SIREN : il a neuf chiffres.")))
}

/// A setting, its value before and now, for the journal.
type Change = (&'static str, Option<String>, Option<String>);

/// Fills what was given; returns the names and values of what changed.
fn apply(company: &mut Company, profile: &Profile) -> Outcome<Vec<Change>> {
    let mut changes = Vec::new();
    let mut set = |name: &'static str, field: &mut Option<String>, value: &Option<String>| {
        if let Some(value) = value {
            changes.push((name, field.clone(), Some(value.clone())));
            *field = Some(value.clone());
        }
    };
    let email = profile.email.as_deref().filter(|e| !e.contains('@') || e.contains(char::is_whitespace));
    if let Some(email) = email {
        return Err(Fail::new(format!("« {email} » n’est pas une adresse e-mail.")));
    }
    set("numéro de TVA", &mut company.vat_id, &profile.vat);
    set("adresse d’expédition", &mut company.email, &profile.email);
    set("téléphone", &mut company.phone, &profile.phone);
    set("IBAN", &mut company.iban, &profile.iban);
    set("BIC", &mut company.bic, &profile.bic);
    set("code postal", &mut company.address.postcode, &profile.postcode);
    set("ville", &mut company.address.city, &profile.city);
    set("forme juridique", &mut company.legal_form, &profile.legal_form);
    set("capital", &mut company.capital, &profile.capital);
    set("RCS", &mut company.rcs, &profile.rcs);
    set("signataire", &mut company.signatory, &profile.signatory);
    if !profile.address.is_empty() {
        changes.push(("adresse", Some(company.address.lines.join(", ")), Some(profile.address.join(", "))));
        company.address.lines.clone_from(&profile.address);
    }
    if let Some(iban) = profile.iban.as_deref().filter(|iban| !documents::epc::iban_is_valid(iban)) {
        return Err(Fail::new(format!("« {iban} » n’est pas un IBAN valide : vérifiez chaque caractère.")));
    }
    Ok(changes)
}

pub fn settings(rim: &Rim, args: &Settings) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let mut after = company.clone();
    let mut changes = apply(&mut after, &args.profile)?;
    if let Some(name) = &args.name {
        changes.push(("nom", Some(after.name.clone()), Some(name.clone())));
        after.name.clone_from(name);
    }
    if let Some(text) = &args.siren {
        let digits = siren(text)?;
        changes.push(("SIREN", after.siren.clone(), Some(digits.clone())));
        after.siren = Some(digits);
    }
    smtp(rim, &mut after, args, &mut changes)?;
    rules(&mut after, args, &mut changes)?;
    for (field, before, now) in &changes {
        app::companies::change(&world, &after, field, before.clone(), now.clone())?;
    }
    let mut names: Vec<&str> = changes.iter().map(|c| c.0).collect();
    if app::companies::negotiate(&world, &after, &negotiation(&after, args)?)? > 0 {
        names.push("négociation");
    }
    if names.is_empty() {
        return show(rim, &company);
    }
    say(rim, &format!("Changé : {}.", names.join(", ")), json!({ "changed": names }))
}

fn smtp(rim: &Rim, company: &mut Company, args: &Settings, changes: &mut Vec<Change>) -> Outcome<()> {
    let given = args.smtp_host.is_some()
        || args.smtp_port.is_some()
        || args.smtp_security.is_some()
        || args.smtp_user.is_some()
        || args.smtp_password.is_some();
    if !given {
        return Ok(());
    }
    let before = company.settings.smtp.clone();
    let mut smtp =
        before.clone().unwrap_or(SmtpRecord { port: 587, security: "starttls".to_string(), ..SmtpRecord::default() });
    smtp.host = args.smtp_host.clone().unwrap_or(smtp.host);
    smtp.port = args.smtp_port.unwrap_or(smtp.port);
    if let Some(security) = &args.smtp_security {
        if !["starttls", "tls", "none"].contains(&security.as_str()) {
            return Err(Fail::new("--smtp-security vaut starttls, tls ou none."));
        }
        smtp.security.clone_from(security);
    }
    smtp.username = args.smtp_user.clone().or(smtp.username);
    if let Some(password) = &args.smtp_password {
        smtp.password = Some(rim.outside.vault().seal(password).map_err(Fail::new)?);
    }
    let said = |s: &SmtpRecord| format!("{}:{} ({})", s.host, s.port, s.security);
    changes.push(("serveur d’envoi", before.as_ref().map(said), Some(said(&smtp))));
    company.settings.smtp = Some(smtp);
    Ok(())
}

fn rules(company: &mut Company, args: &Settings, changes: &mut Vec<Change>) -> Outcome<()> {
    if let Some(text) = &args.terms {
        let before = company.settings.payment_terms.clone();
        company.settings.payment_terms = Some(terms(text)?);
        changes.push(("délai de règlement", before, Some(text.clone())));
    }
    if let Some(text) = &args.rate {
        let before = company.settings.agreed_rate.map(base::fr::percent);
        company.settings.agreed_rate = Some(rate(text)?);
        changes.push(("taux convenu", before, Some(text.clone())));
    }
    if let Some(first) = args.principal_first {
        changes.push((
            "imputation",
            None,
            Some(if first { "principal d’abord" } else { "intérêts d’abord" }.to_string()),
        ));
        company.settings.principal_first = first;
    }
    if let Some(on) = args.thanks {
        let said = if on { "proposés" } else { "arrêtés" };
        changes.push(("remerciements", None, Some(said.to_string())));
        company.settings.thanks = on;
    }
    if let Some(region) = &args.region {
        company.settings.region = match region.as_str() {
            "metropole" => Region::Metropole,
            "alsace-moselle" => Region::AlsaceMoselle,
            _ => return Err(Fail::new("--region vaut metropole ou alsace-moselle.")),
        };
        changes.push(("jours fériés", None, Some(region.clone())));
    }
    if let Some(hours) = &args.sending_hours {
        let settings = &mut company.settings;
        let before = format!("{}-{}", settings.sending_from_hour, settings.sending_until_hour);
        (settings.sending_from_hour, settings.sending_until_hour) = sending_hours(hours)?;
        changes.push(("heures d’envoi", Some(before), Some(hours.clone())));
    }
    if let Some(folder) = &args.watched_folder {
        let before = company.settings.watched_folder.take();
        company.settings.watched_folder = watched_folder(folder)?;
        changes.push(("dossier surveillé", before, company.settings.watched_folder.clone()));
    }
    Ok(())
}

/// What negotiations go by, where the arguments say otherwise.
fn negotiation(company: &Company, args: &Settings) -> Outcome<Negotiation> {
    let mut wanted = Negotiation::of(company);
    let share = |text: &Option<String>, now| text.as_deref().map_or(Ok(now), rate);
    let money = |text: &Option<String>, now| text.as_deref().map_or(Ok(now), find::amount);
    wanted.rate = share(&args.present_value_rate, wanted.rate)?;
    wanted.limits.accountant = money(&args.waiver_limit_accountant, wanted.limits.accountant)?;
    wanted.limits.salesperson = money(&args.waiver_limit_salesperson, wanted.limits.salesperson)?;
    wanted.going_on.chance = share(&args.going_on_chance, wanted.going_on.chance)?;
    wanted.going_on.days = args.going_on_days.unwrap_or(wanted.going_on.days);
    wanted.going_on.cost = money(&args.going_on_cost, wanted.going_on.cost)?;
    Ok(wanted)
}

/// The whole path, since the server may run from elsewhere.
fn watched_folder(text: &str) -> Outcome<Option<String>> {
    if matches!(text.trim(), "" | "aucun") {
        return Ok(None);
    }
    let path = std::fs::canonicalize(text).ok().filter(|p| p.is_dir());
    let path = path.ok_or_else(|| Fail::new(format!("{text} n’est pas un dossier. Créez-le d’abord.")))?;
    Ok(Some(path.display().to_string()))
}

/// Hours of real sending, from what a person writes.
pub fn sending_hours(text: &str) -> Outcome<(u8, u8)> {
    let both =
        text.split_once('-').and_then(|(from, until)| Some((from.trim().parse().ok()?, until.trim().parse().ok()?)));
    both.filter(|(from, until): &(u8, u8)| from < until && *until <= 24)
        .ok_or_else(|| Fail::new(format!("« {text} » n’est pas une plage d’heures ; écrire par exemple 8-19.")))
}

/// Payment terms as stored, from what a person writes.
pub fn terms(text: &str) -> Outcome<String> {
    Ok(serde_json::to_string(&read_terms(text)?)?)
}

pub fn read_terms(text: &str) -> Outcome<PaymentTerms> {
    PaymentTerms::parse(text).ok_or_else(|| {
        Fail::new(format!("« {text} » n’est pas un délai connu ; écrire « 30 jours » ou « 45 jours fin de mois »."))
    })
}

pub fn rate(text: &str) -> Outcome<RateBp> {
    RateBp::parse(text).ok_or_else(|| Fail::new(format!("« {text} » n’est pas un taux ; écrire par exemple 12,15.")))
}

/// The only closing, or how many there are: « quitus closing list » tells them.
fn closed(settings: &app::records::Settings) -> String {
    match settings.closings.as_slice() {
        [] => "aucun".to_string(),
        [only] => app::closings::said(only),
        several => base::fr::count(several.len() as u64, "fermeture", "fermetures"),
    }
}

fn show(rim: &Rim, company: &Company) -> Outcome<u8> {
    let s = &company.settings;
    let unset = || "—".to_string();
    let text = [
        format!("Société : {} (SIREN {})", company.name, company.siren.clone().unwrap_or_else(unset)),
        format!("Expédition : {}", company.email.clone().unwrap_or_else(unset)),
        format!("IBAN : {}", company.iban.clone().unwrap_or_else(unset)),
        format!("Serveur d’envoi : {}", s.smtp.as_ref().map_or_else(unset, |m| format!("{}:{}", m.host, m.port))),
        format!("Envoi : {}", if s.live { "réel" } else { "essai" }),
        format!("Dossier surveillé : {}", s.watched_folder.clone().unwrap_or_else(unset)),
        format!("Actualisation des offres : {}", base::fr::percent(s.present_value_rate)),
        format!(
            "Remises sans le propriétaire : {} (comptable), {} (commercial)",
            base::fr::euros(s.waiver_limits.accountant),
            base::fr::euros(s.waiver_limits.salesperson)
        ),
        format!("Jours de fermeture : {}", closed(s)),
        format!("Heures d’envoi : de {} h à {} h, les jours ouvrés", s.sending_from_hour, s.sending_until_hour),
        format!(
            "Consigne permanente : {}",
            if s.standing_order.steps.is_empty() { unset() } else { s.standing_order.steps.join(", ") }
        ),
    ]
    .join("\n");
    let value = json!({
        "company": company.id, "name": company.name, "siren": company.siren, "email": company.email, "iban": company.iban,
        "live": s.live, "smtp_host": s.smtp.as_ref().map(|m| m.host.clone()), "standing_order": s.standing_order.steps,
        "principal_first": s.principal_first, "thanks": s.thanks, "agreed_rate_bp": s.agreed_rate,
        "sending_from_hour": s.sending_from_hour, "sending_until_hour": s.sending_until_hour,
        "watched_folder": s.watched_folder, "present_value_rate_bp": s.present_value_rate,
        "waiver_limits": s.waiver_limits, "going_on": s.going_on,
    });
    say(rim, &text, value)
}
