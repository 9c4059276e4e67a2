//! Samples of what customers answered.

use super::samples::{DAY, hash, party, said};
use crate::journal::kinds::*;
use crate::journal::{JournalKind, KindTag, Said};
use base::id::ActId;

pub fn reply(tag: KindTag) -> JournalKind {
    match tag {
        KindTag::ReplyRecorded => ReplyRecorded {
            party: party(),
            act: Some(ActId::from_bytes([3; 16])),
            received_on: DAY,
            from: Some(said(0)),
            subject: Some(said(2)),
            text: Some(said(1)),
            sha256: Some(hash().to_string()),
        }
        .into(),
        KindTag::ReplyHandled => ReplyHandled {
            party: party(),
            received_on: DAY,
            meaning: ReplyMeaning::Promise { on: DAY },
            note: Some(said(1)),
        }
        .into(),
        _ => ReplyWithdrawn { party: party(), received_on: DAY, why: Said::plain("collée chez le mauvais client") }
            .into(),
    }
}
