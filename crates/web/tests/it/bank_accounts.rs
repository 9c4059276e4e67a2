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
