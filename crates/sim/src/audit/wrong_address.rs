//! Rule `wrong_address`: no letter goes to an address from which one came back, until the owner found another.

use super::{Auditor, Reached, Told};

/// Called before the contact is noted.
pub fn check(auditor: &Auditor, new: &Reached) -> Vec<String> {
    let mut came_back = false;
    for note in &auditor.notes {
        match &note.told {
            Told::CameBack(back) if back.customer == new.customer => came_back = true,
            Told::AddressFound { customer } if *customer == new.customer => came_back = false,
            _ => {}
        }
    }
    let wrong = came_back && new.is_letter();
    wrong.then(|| format!("customer {} was written to at an address that is wrong", new.customer)).into_iter().collect()
}
