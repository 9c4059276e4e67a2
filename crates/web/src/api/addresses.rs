//! What stands in the addresses of operations, said once for all of them: identifiers by their kind, files by their names.

use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::{OpenApi, PathItem, RefOr};

/// By the start of the address and the name of the parameter; the first that fits.
const SAID: [(&str, &str, &str); 25] = [
    ("/api/v1/acts/", "id", "`act_…`"),
    ("/api/v1/aging/", "file", "`balance.xlsx`, `balance.csv` or `balance.pdf`"),
    ("/api/v1/alerts/", "id", "`alw_…`, as the list of alerts set aside names it"),
    ("/api/v1/assigned-money/", "id", "`alc_…`"),
    ("/api/v1/bad-debts/", "id", "`bad_…`"),
    ("/api/v1/bad-debts/", "proof", "`src_…`"),
    ("/api/v1/bank/lines/", "id", "`bnk_…`"),
    ("/api/v1/bank/remainders/", "id", "`inv_…`"),
    ("/api/v1/customers/", "id", "`pty_…`"),
    ("/api/v1/deliveries/", "id", "`dlv_…`"),
    ("/api/v1/disputes/", "id", "`dsp_…`"),
    ("/api/v1/entries/control/", "id", "Place of the difference, as the comparison gives it"),
    ("/api/v1/entries/exports/", "id", "Number of the export"),
    ("/api/v1/entries/exports/", "file", "`fec`, `csv` or `layout`"),
    ("/api/v1/entries/letterings/", "id", "Number of the list"),
    ("/api/v1/holds/", "id", "`hld_…`"),
    ("/api/v1/invoices/", "id", "`inv_…`"),
    ("/api/v1/plans/", "id", "`pln_…`"),
    ("/api/v1/services/", "id", "`act_…`, the act that suspended it"),
    ("/api/v1/templates/", "lang", "`fr` or `en`"),
    ("/api/v1/tokens/", "id", "`tok_…`"),
    ("/api/v1/users/", "id", "`usr_…`"),
    ("/api/v1/waivers/", "id", "`wvr_…`"),
    ("/api/v1/webhooks/", "id", "`whk_…`"),
    ("/api/v1/", "name", "As its list names it"),
];

pub fn describe(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        // The most particular comes first in the table, and is said last.
        for (_, name, said) in SAID.iter().rev().filter(|(start, ..)| path.starts_with(start)) {
            say(item, name, said);
        }
    }
}

fn say(item: &mut PathItem, name: &str, said: &str) {
    let operations = [&mut item.get, &mut item.post];
    for parameter in operations.into_iter().flatten().flat_map(|one| one.parameters.iter_mut().flatten()) {
        if let RefOr::T(parameter) = parameter
            && parameter.name == name
            && matches!(parameter.parameter_in, ParameterIn::Path)
        {
            parameter.description = Some(said.to_string());
        }
    }
}
