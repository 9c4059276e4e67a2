//! One text for one value, and the hash of what a planning was made from.

use crate::error::{AppError, AppResult};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The same value always gives the same bytes: field order is the type's, and maps are not used.
pub(crate) fn canonical<T: Serialize>(value: &T) -> AppResult<String> {
    serde_json::to_string(value).map_err(|e| AppError::Broken(e.to_string()))
}

struct HashWriter<'h>(&'h mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(super) fn hash_json<T: Serialize>(hasher: &mut Sha256, value: &T) -> AppResult<()> {
    serde_json::to_writer(HashWriter(hasher), value).map_err(|e| AppError::Broken(e.to_string()))
}

pub(super) fn hexadecimal(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
