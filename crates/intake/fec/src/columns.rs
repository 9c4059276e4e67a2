//! The header line: which separator, which column is which (LPF A47 A-1, VII), and what deviates.
//! Spelling variants met in real exports are understood and said; a column that carries the money must be there.

use crate::trouble::Trouble;
use draft::Problem;

/// The columns this crate reads, in the order of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    JournalCode,
    JournalLib,
    EcritureNum,
    EcritureDate,
    CompteNum,
    CompteLib,
    CompAuxNum,
    CompAuxLib,
    PieceRef,
    PieceDate,
    EcritureLib,
    Debit,
    Credit,
    EcritureLet,
    DateLet,
    ValidDate,
    MontantDevise,
    Idevise,
    Montant,
    Sens,
}

use Column::*;

/// Standard name, then variants met in real files (folded).
const NAMES: [(Column, &str, &[&str]); 20] = [
    (JournalCode, "JournalCode", &["codejournal", "codejnal", "journal"]),
    (JournalLib, "JournalLib", &["journallibelle", "libellejournal"]),
    (EcritureNum, "EcritureNum", &["ecriturenumero", "numeroecriture", "numecriture"]),
    (EcritureDate, "EcritureDate", &["dateecriture", "datecomptable"]),
    (CompteNum, "CompteNum", &["comptenumero", "numerocompte", "numcompte", "compte"]),
    (CompteLib, "CompteLib", &["comptelibelle", "libellecompte"]),
    (CompAuxNum, "CompAuxNum", &["compteauxnum", "comptauxnum", "compauxnumero", "compteauxiliaire"]),
    (CompAuxLib, "CompAuxLib", &["compteauxlib", "comptauxlib", "compauxlibelle", "libelleauxiliaire"]),
    (PieceRef, "PieceRef", &["piecereference", "referencepiece", "refpiece", "piece"]),
    (PieceDate, "PieceDate", &["datepiece"]),
    (EcritureLib, "EcritureLib", &["ecriturelibelle", "libelleecriture", "libelle"]),
    (Debit, "Debit", &["montantdebit", "debiteur"]),
    (Credit, "Credit", &["montantcredit", "crediteur"]),
    (EcritureLet, "EcritureLet", &["ecriturelettrage", "lettrage", "lettre"]),
    (DateLet, "DateLet", &["datelettrage"]),
    (ValidDate, "ValidDate", &["validationdate", "datevalidation", "datevalid"]),
    (MontantDevise, "Montantdevise", &["mtdevise", "montantendevise"]),
    (Idevise, "Idevise", &["devise", "identifiantdevise", "iddevise"]),
    (Montant, "Montant", &[]),
    (Sens, "Sens", &["sensecriture"]),
];

/// Without these nothing can be read.
const NEEDED: [Column; 2] = [EcritureDate, CompteNum];

impl Column {
    pub(crate) fn name(self) -> &'static str {
        NAMES.iter().find(|(c, ..)| *c == self).map_or("", |(_, name, _)| name)
    }
}

/// Where each column is.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub separator: char,
    /// Number of columns of the header, a last empty one left out.
    pub width: usize,
    places: [Option<usize>; NAMES.len()],
}

impl Layout {
    pub(crate) fn place(&self, column: Column) -> Option<usize> {
        NAMES.iter().position(|(c, ..)| *c == column).and_then(|i| self.places.get(i).copied().flatten())
    }

    /// `;` and `,` come from tables saved as CSV, where quotes protect a separator.
    pub(crate) fn is_csv(&self) -> bool {
        matches!(self.separator, ';' | ',')
    }

    pub(crate) fn has_sign_column(&self) -> bool {
        self.place(Montant).is_some() && self.place(Sens).is_some()
    }

    /// The last column that a line cannot do without.
    pub(crate) fn last_useful(&self) -> usize {
        let optional = [DateLet, ValidDate, MontantDevise, Idevise];
        let useful = NAMES.iter().filter(|(c, ..)| !optional.contains(c)).filter_map(|(c, ..)| self.place(*c));
        useful.max().unwrap_or(0)
    }
}

/// The separator that cuts the header best.
pub(crate) fn separator(header: &str) -> Option<char> {
    let count = |s: char| header.matches(s).count();
    let best = ['\t', '|', ';', ','].into_iter().rev().max_by_key(|s| count(*s))?;
    (count(best) >= 5).then_some(best)
}

/// How many header fields carry a name of the standard.
pub(crate) fn known_names(header: &str) -> usize {
    let Some(separator) = separator(header) else { return 0 };
    header.split(separator).filter(|field| column_of(&fold(field)).is_some()).count()
}

/// Letters and digits only, without case or accents.
fn fold(name: &str) -> String {
    base::fold::words(name).replace(' ', "")
}

/// The column of a folded name, and whether it is the standard spelling.
fn column_of(folded: &str) -> Option<(Column, bool)> {
    NAMES.iter().find_map(|(column, name, variants)| {
        if folded.eq_ignore_ascii_case(name) {
            Some((*column, true))
        } else {
            variants.contains(&folded).then_some((*column, false))
        }
    })
}

/// Reads the header; problems that forbid the file are errors in `trouble`.
pub(crate) fn read(header: &str, line: u64, trouble: &mut Trouble) -> Option<Layout> {
    let separator = separator(header)?;
    let mut names: Vec<&str> = header.split(separator).map(str::trim).collect();
    while names.last().is_some_and(|n| n.is_empty()) {
        names.pop();
    }
    let mut layout = Layout { separator, width: names.len(), places: [None; NAMES.len()] };
    let mut unknown = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match column_of(&fold(name)) {
            Some((column, standard)) if layout.place(column).is_none() => {
                layout.set(column, at);
                if !standard {
                    trouble.add(variant(name, column, line));
                }
            }
            _ => unknown.push((at, *name)),
        }
    }
    layout.place_unknown(&unknown, line, trouble);
    layout.check(line, trouble);
    Some(layout)
}

fn variant(name: &str, column: Column, line: u64) -> Problem {
    let what = format!("la colonne « {} » devrait s’appeler « {} »", short(name), column.name());
    Problem::warning(
        "column_name",
        what,
        "la colonne est lue quand même ; le nom est à corriger dans le logiciel d’origine",
    )
    .at_line(line)
    .at_element(short(name))
}

fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

impl Layout {
    fn set(&mut self, column: Column, at: usize) {
        if let Some(place) = NAMES.iter().position(|(c, ..)| *c == column).and_then(|i| self.places.get_mut(i)) {
            *place = Some(at);
        }
    }

    /// A column of unknown name that stands where the standard puts a missing one is taken for it; others are left.
    fn place_unknown(&mut self, unknown: &[(usize, &str)], line: u64, trouble: &mut Trouble) {
        for (at, name) in unknown {
            let expected = NAMES.get(*at).map(|(c, ..)| *c).filter(|c| *at < 18 && self.place(*c).is_none());
            match expected.filter(|c| !NEEDED.contains(c) && !matches!(c, Debit | Credit)) {
                Some(column) => {
                    self.set(column, *at);
                    trouble.add(variant(name, column, line));
                }
                None if *at < 18 => {
                    let what = format!("la colonne « {} » n’est pas du format FEC", short(name));
                    let remedy = "elle est ignorée ; vérifiez que l’export est bien un FEC (18 colonnes, article A47 A-1 du LPF)";
                    trouble.add(Problem::warning("unknown_column", what, remedy).at_line(line).at_element(short(name)));
                }
                None => {}
            }
        }
    }

    fn check(&self, line: u64, trouble: &mut Trouble) {
        let mut missing: Vec<&str> = NEEDED.iter().filter(|c| self.place(**c).is_none()).map(|c| c.name()).collect();
        let amounts = self.place(Debit).is_some() && self.place(Credit).is_some();
        if !amounts && !self.has_sign_column() {
            missing.push("Debit et Credit (ou Montant et Sens)");
        }
        for name in missing {
            let remedy = "refaites l’export au format FEC depuis le logiciel comptable, avec la ligne d’en-tête";
            trouble
                .add(Problem::error("missing_column", format!("la colonne « {name} » manque"), remedy).at_line(line));
        }
        for (column, name, _) in NAMES.iter().take(18) {
            let replaced = matches!(column, Debit | Credit) && !amounts;
            if self.place(*column).is_none() && !NEEDED.contains(column) && !replaced {
                let remedy = "le fichier est lu sans elle ; vérifiez l’export";
                trouble.add(
                    Problem::warning("absent_column", format!("la colonne « {name} » manque"), remedy).at_line(line),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDARD: &str = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise";

    fn problems(header: &str) -> (Option<Layout>, Vec<Problem>) {
        let mut trouble = Trouble::default();
        let layout = read(header, 1, &mut trouble);
        (layout, trouble.into_problems())
    }

    #[test]
    fn the_standard_header_and_its_spellings_have_no_problem() {
        for header in [
            STANDARD.to_string(),
            STANDARD.replace('|', "\t"),
            STANDARD.to_uppercase(),
            STANDARD.replace("Debit|Credit", "Débit | Crédit"),
            format!("{STANDARD}|"),
            STANDARD.replace("Debit|Credit", "Montant|Sens"),
            format!("{STANDARD}|DateRglt|ModeRglt|NatOp"),
        ] {
            let (layout, problems) = problems(&header);
            assert!(layout.is_some() && problems.is_empty(), "{header}: {problems:?}");
        }
    }

    #[test]
    fn deviating_headers_are_said() {
        let (layout, found) = problems(&STANDARD.replace("CompteLib", "IntituleBizarre"));
        assert_eq!(layout.unwrap().place(CompteLib), Some(5));
        assert_eq!(found[0].code, "column_name");
        let (_, found) = problems(&STANDARD.replace("|Debit", "|Foo"));
        assert!(found.iter().any(|p| p.code == "missing_column"));
    }
}
