//! The problems of files and archives as such, before any reader of a format is asked.

use draft::Problem;

pub(crate) fn empty() -> Problem {
    Problem::error("empty_file", "Le fichier est vide.", "Refaites l’export, ou téléchargez le fichier de nouveau.")
}

pub(crate) fn unknown() -> Problem {
    let what = "Le contenu n’est d’aucun format connu.";
    let remedy = "Formats lus : Factur-X, CII, UBL, FEC, CAMT.052/053/054, OFX, MT940, CFONB 120, QIF, relevés et \
                  listes de factures en CSV, classeurs .xlsx.";
    Problem::error("unknown_format", what, remedy)
}

pub(crate) fn foreign(kind: &str) -> Problem {
    let remedy = match kind {
        k if k.contains("archive") => "Décompressez-la, puis importez les fichiers qu’elle contient.",
        k if k.contains("image") => {
            "Demandez la facture en PDF Factur-X ou en XML, ou saisissez-la dans une liste CSV."
        }
        _ => "Exportez les données en PDF Factur-X, XML, CSV ou .xlsx.",
    };
    Problem::error("unsupported_file", format!("Le fichier est {kind}, qui n’est pas lu."), remedy)
}

pub(crate) fn other_xml() -> Problem {
    let what = "Ce fichier XML n’est ni une facture électronique, ni un relevé de compte, ni un export comptable.";
    Problem::error("unknown_xml", what, "Vérifiez que c’est le bon fichier.")
}

pub(crate) fn nested_too_deep() -> Problem {
    let what = "Cette archive est dans une archive qui est elle-même dans une archive.";
    Problem::error("nested_archive", what, "Décompressez-la, puis importez les fichiers qu’elle contient.")
}

pub(crate) fn damaged_archive() -> Problem {
    let what = "L’archive ZIP est abîmée.";
    Problem::error("damaged_archive", what, "Téléchargez-la de nouveau, ou décompressez-la vous-même.")
}

pub(crate) fn too_many_files(limit: usize) -> Problem {
    let what = format!("L’archive contient plus de {limit} fichiers.");
    Problem::error("too_many_files", what, "Découpez-la en plusieurs archives.")
}

pub(crate) fn too_large_archive() -> Problem {
    let what = "L’archive dépasse un gigaoctet une fois décompressée : la lecture s’est arrêtée là.";
    Problem::error("oversized_archive", what, "Découpez-la en plusieurs archives.")
}

pub(crate) fn too_large_file() -> Problem {
    let what = "Le fichier dépasse 256 Mo une fois décompressé, ou se décompresse de façon démesurée.";
    Problem::error("oversized_file", what, "Vérifiez qu’il s’agit bien d’une facture, d’un relevé ou d’un export.")
}

pub(crate) fn unreadable_file() -> Problem {
    let what = "Le fichier ne peut pas être extrait de l’archive : il est abîmé ou protégé par un mot de passe.";
    Problem::error("unreadable_file", what, "Décompressez l’archive vous-même, puis importez les fichiers.")
}

pub(crate) fn nothing_inside() -> Problem {
    Problem::warning("empty_archive", "L’archive ne contient aucun fichier.", "Vérifiez que c’est la bonne.")
}
