//! The accounts, until when each is known, for those who keep the books.

use crate::team::team;
use axum::http::StatusCode;

#[test]
fn accounts_show_how_fresh_they_are() {
    team(|mut team| {
        let page = team.owner.get("/banque/comptes");
        page.says("Comptes bancaires");
        let company = team.company.id;
        let accounts = team.read(|books| books.bank_accounts(company));
        assert!(!accounts.is_empty(), "the demonstration has one");
        page.says(&accounts[0].account);
        page.says("Connu jusqu’au");
        assert_eq!(team.guest.get("/banque/comptes").status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.get("/banque/comptes").status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn an_account_is_said_to_be_closed_and_followed_again() {
    team(|mut team| {
        let company = team.company.id;
        let account = team.read(|books| books.bank_accounts(company))[0].account.clone();
        let say = |followed, why| [("compte", account.as_str()), ("suivi", followed), ("motif", why)];
        team.owner.post("/banque/comptes/suivi", &say("non", "")).says("Une décision se justifie.");
        let page = team.owner.post("/banque/comptes/suivi", &say("non", "compte fermé"));
        page.says("n’est plus suivi");
        page.says("Plus suivi : compte fermé");
        let mut program = crate::api::program(&mut team.owner, &["read", "act"]);
        assert_eq!(program.get("/api/v1/bank/accounts").1["accounts"][0]["followed"], serde_json::json!(false));
        let again = serde_json::json!({ "account": account, "followed": true, "why": "rouvert" }).to_string();
        let (status, told) = program.post("/api/v1/bank/accounts/following", "again", &again);
        assert_eq!(status, StatusCode::OK, "{told}");
        assert_eq!(program.get("/api/v1/bank/accounts").1["accounts"][0]["followed"], serde_json::json!(true));
        assert_eq!(team.guest.post("/banque/comptes/suivi", &say("non", "x")).status, StatusCode::FORBIDDEN);
    });
}
