//! Sets of amounts that make a sum. The search is bounded, and says whether it looked at every set: only then is a set that
//! was found the only one.

use base::Cents;
use std::collections::HashMap;

/// A set holds at most so many amounts: with more, some set makes nearly any sum by chance.
pub const MOST_IN_A_SET: usize = 3;
/// For a set to be the only one, no set of so many may make the sum either.
const MOST_AGAINST: usize = 4;
/// Among more open amounts than this, sets of three make sums by chance too often for one to prove anything.
pub const MOST_AMONG: usize = 30;
/// Beyond this not even pairs are looked for.
const MOST_FOR_PAIRS: usize = 2_000;
/// So many sets are enough to show.
const ENOUGH: usize = 5;

/// Sets found, by place in the amounts given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sets {
    pub found: Vec<Vec<usize>>,
    /// Every set of two to three was looked at, and those of four that would contradict the only one.
    pub is_complete: bool,
}

impl Sets {
    /// The one set that makes the sum, proved to be the only one.
    pub fn only(&self) -> Option<&[usize]> {
        match self.found.as_slice() {
            [one] if self.is_complete => Some(one),
            _ => None,
        }
    }
}

/// Sets of two to three amounts, negative ones among them, whose sum lies between `least` and `most`; and of four where they
/// would contradict the one that was found.
pub fn between(amounts: &[Cents], least: Cents, most: Cents) -> Sets {
    let mut sets = Sets { found: Vec::new(), is_complete: amounts.len() <= MOST_AMONG };
    if !sets.is_complete {
        sets.found = pairs(amounts, least, most);
        return sets;
    }
    let mut search = Search { amounts, least, most, chosen: Vec::new(), found: &mut sets.found };
    search.of_size(2, 0, Cents::ZERO);
    search.of_size(3, 0, Cents::ZERO);
    if search.found.len() == 1 {
        search.of_size(MOST_AGAINST, 0, Cents::ZERO);
    }
    sets
}

/// Looks at every set of one size, until enough were found.
struct Search<'s> {
    amounts: &'s [Cents],
    least: Cents,
    most: Cents,
    chosen: Vec<usize>,
    found: &'s mut Vec<Vec<usize>>,
}

impl Search<'_> {
    fn of_size(&mut self, left: usize, from: usize, sum: Cents) {
        if left == 0 {
            if sum >= self.least && sum <= self.most {
                self.found.push(self.chosen.clone());
            }
            return;
        }
        for (at, amount) in self.amounts.iter().enumerate().skip(from) {
            let Ok(sum) = sum.add(*amount) else { continue };
            if self.found.len() > ENOUGH {
                return;
            }
            self.chosen.push(at);
            self.of_size(left - 1, at + 1, sum);
            self.chosen.pop();
        }
    }
}

/// Pairs that make just the most of the sum, and no proof that there are no larger sets.
fn pairs(amounts: &[Cents], least: Cents, most: Cents) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    if amounts.len() > MOST_FOR_PAIRS || least != most {
        return found;
    }
    let mut seen: HashMap<Cents, Vec<usize>> = HashMap::new();
    for (j, b) in amounts.iter().enumerate() {
        let wanted = most.sub(*b).ok();
        for i in wanted.and_then(|w| seen.get(&w)).into_iter().flatten() {
            found.push(vec![*i, j]);
            if found.len() > ENOUGH {
                return found;
            }
        }
        seen.entry(*b).or_default().push(j);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(amounts: &[i64], sum: i64) -> Sets {
        let amounts: Vec<Cents> = amounts.iter().copied().map(Cents::new).collect();
        between(&amounts, Cents::new(sum), Cents::new(sum))
    }

    #[test]
    fn one_set_is_only_when_no_other_makes_the_sum() {
        assert_eq!(made(&[100, 250, 400], 650).only(), Some([1, 2].as_slice()));
        assert_eq!(made(&[100, 250, 400, 300, 350], 650).only(), None);
        assert_eq!(made(&[100, 250, 400], 750).only(), Some([0, 1, 2].as_slice()));
        assert_eq!(made(&[100, 250, 400], 500).only(), Some([0, 2].as_slice()));
        assert_eq!(made(&[100, 250, 400], 510).only(), None);
        assert_eq!(made(&[100, 250, 400, 310, 200, 40], 650).only(), None, "100 + 310 + 200 + 40");
        assert_eq!(made(&[500, -120, 90], 380).only(), Some([0, 1].as_slice()));
    }

    #[test]
    fn among_many_amounts_a_set_is_shown_and_proves_nothing() {
        let many: Vec<i64> = (0..60).map(|n| 1_000 + n * n * 7).collect();
        let sets = made(&many, many[3] + many[50]);
        assert!(sets.found.contains(&vec![3, 50]));
        assert_eq!(sets.only(), None);
    }
}
