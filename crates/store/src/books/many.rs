//! Questions about many keys at once, in statements whose text does not depend on how many: each stays prepared.
//!
//! A list is cut into pieces of a few fixed sizes, the last one filled up by repeating its last key, which changes no
//! answer of an `IN`.

use crate::engine::Value;

/// Few sizes, so that few statements are prepared; the largest keeps well below any limit on parameters.
const SIZES: [usize; 3] = [1, 20, 500];

/// A piece of a list, and the `$2,$3…` that stand for it after `first` parameters.
pub(super) struct Piece {
    pub(super) places: String,
    pub(super) values: Vec<Value>,
}

/// Cuts `keys` for statements whose own parameters are `before`.
pub(super) fn pieces<'k, K>(before: &'k [Value], keys: &'k [K]) -> impl Iterator<Item = Piece>
where
    K: Clone + Into<Value>,
{
    let largest = SIZES[SIZES.len() - 1];
    keys.chunks(largest).map(move |chunk| {
        let size = SIZES.into_iter().find(|size| *size >= chunk.len()).unwrap_or(largest);
        let filling = chunk.last().into_iter().cycle().take(size - chunk.len());
        let values = chunk.iter().chain(filling).cloned().map(Into::into);
        let places: Vec<String> = (1..=size).map(|place| format!("${}", before.len() + place)).collect();
        Piece { places: places.join(","), values: before.iter().cloned().chain(values).collect() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_into_pieces_of_few_sizes() {
        let keys: Vec<i64> = (0..503).collect();
        let cut: Vec<Piece> = pieces(&[Value::Null], &keys).collect();
        let sizes: Vec<usize> = cut.iter().map(|piece| piece.values.len()).collect();
        assert_eq!(sizes, [501, 21]);
        assert!(cut[1].places.starts_with("$2,$3,") && cut[1].places.ends_with(",$21"));
        assert_eq!(cut[1].values.last(), Some(&Value::I64(502)));
        assert_eq!(pieces(&[], &keys[..0]).count(), 0);
        assert_eq!(pieces(&[], &["a".to_string()]).next().unwrap().places, "$1");
    }
}
