//! Is everything still as it was recorded: the journal's chain, the sums, the caches, the bytes that left.

use crate::disputes::hexadecimal;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::terms::{BooksError, Totals};
use crate::records::Company;
use crate::world::World;
use domain::facts::ActState;
use domain::journal::{Head, Verifier};

/// The result of a verification.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    pub entries: u64,
    pub head: Option<Head>,
    pub totals: Totals,
    pub acts: u64,
    /// Everything found wrong, in French; empty when all is well.
    pub findings: Vec<String>,
}

/// Checks a company's books. Changes nothing.
///
/// # Errors
/// A broken store.
pub fn verify(world: &World<'_>, company: &Company) -> AppResult<Verification> {
    world.read(|books| {
        let mut found = Verification::default();
        let mut verifier = Verifier::default();
        let mut entries = 0;
        let mut broken = None;
        books.journal(company.id, &mut |entry| {
            entries += 1;
            if broken.is_none() {
                broken = verifier.check(&entry).err();
            }
            Ok(())
        })?;
        found.entries = entries;
        found.head = verifier.head().cloned();
        found.findings.extend(broken.map(|b| format!("Journal : {b}.")));
        found.totals = books.totals(company.id)?;
        found.findings.extend(sums(&found.totals));
        for row in books.acts_in_state(company.id, &ActState::ALL, u64::MAX >> 1)? {
            found.acts += 1;
            let bytes = books.act_content(row.act.id)?;
            if hexadecimal(&bytes) != row.act.content_sha256 {
                found.findings.push(format!("Le contenu de l’acte {} n’est plus celui qui a été préparé.", row.act.id));
            }
        }
        found.findings.extend(papers(books, company)?);
        Ok(found)
    })
}

/// Documents made out here: their bytes, and numbers without a gap. Files of disputes: their bytes.
fn papers(books: &mut dyn Books, company: &Company) -> AppResult<Vec<String>> {
    let mut findings = Vec::new();
    let mut last: (String, i64) = Default::default();
    books.each_issued(company.id, &mut |issued, bytes| {
        let number = format!("{}-{:04}", issued.series, issued.position);
        let expected = if last.0 == issued.series { last.1 + 1 } else { 1 };
        if issued.position != expected {
            findings.push(format!("La suite des numéros s’interrompt avant {number}."));
        }
        if hexadecimal(&bytes) != issued.sha256 {
            findings.push(format!("Le document {number} n’est plus celui qui a été établi."));
        }
        last = (issued.series, issued.position);
        Ok(())
    })?;
    books.each_dispute_file(company.id, &mut |name, sha256, bytes| {
        if hexadecimal(&bytes) != sha256 {
            findings.push(format!("La pièce « {name} » d’un litige n’est plus celle qui a été jointe."));
        }
        Ok(())
    })?;
    books.each_reply_file(company.id, &mut |name, sha256, bytes| {
        if hexadecimal(&bytes) != sha256 {
            findings.push(format!("Le fichier « {name} » d’une réponse n’est plus celui qui a été reçu."));
        }
        Ok(())
    })?;
    Ok(findings)
}

fn sums(totals: &Totals) -> Vec<String> {
    let mut findings = Vec::new();
    if totals.principal.sub(totals.allocated).ok() != Some(totals.outstanding) {
        findings
            .push("Les soldes ne sont pas la différence entre ce qui est facturé et ce qui est imputé.".to_string());
    }
    findings.extend(totals.stale_balances.iter().map(|n| format!("Le solde gardé de {n} n’est pas celui des faits.")));
    findings.extend(totals.overallocated.iter().map(|p| format!("Le paiement {p} est imputé au-delà de son montant.")));
    findings
}

/// Rebuilds the disposable balances from the facts; returns how many changed.
///
/// # Errors
/// A broken store.
pub fn rebuild(world: &World<'_>, company: &Company) -> AppResult<u64> {
    world.write(|books| Ok::<u64, BooksError>(books.rebuild_balances(company.id)?).map_err(Into::into))
}
