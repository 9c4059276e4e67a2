//! Bytes to text. Encodings are recognised, not asked for; a file that is not text is refused.
//! Nothing is lost silently: the encodings tried after UTF-8 map every byte they accept.

mod oem;

use encoding_rs::{Encoding, ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Text of a file: UTF-8 (with or without mark), UTF-16 with a mark, else code page 850, Windows-1252 or ISO-8859-15.
///
/// `None` for binary content. Code page 850 is told by its letters inside words; between the last two, byte `A4` (euro sign in
/// ISO-8859-15) decides when no byte is one that only Windows-1252 uses.
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        if encoding == UTF_16LE || encoding == UTF_16BE {
            let (text, damaged) = encoding.decode_without_bom_handling(body);
            return (!damaged && !text.contains('\0')).then_some(text);
        }
        return plain(body);
    }
    plain(bytes)
}

fn plain(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) if oem::is_likely(bytes) => Some(Cow::Owned(oem::decode(bytes))),
        Err(_) => Some(single_byte(bytes).decode_without_bom_handling(bytes).0),
    }
}

fn single_byte(bytes: &[u8]) -> &'static Encoding {
    let windows_only = bytes.iter().any(|b| (0x80..0xa0).contains(b));
    if !windows_only && bytes.contains(&0xa4) { ISO_8859_15 } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn each_encoding_gives_the_same_text() {
        for bytes in [
            "Libellé €".as_bytes().to_vec(),
            [b"\xef\xbb\xbf".as_slice(), "Libellé €".as_bytes()].concat(),
            b"Libell\xe9 \x80".to_vec(),
            b"Libell\xe9 \xa4".to_vec(),
            [b"\xff\xfe".to_vec(), "Libellé €".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            [b"\xfe\xff".to_vec(), "Libellé €".encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some("Libellé €"), "{bytes:x?}");
        }
    }

    #[test]
    fn the_code_page_of_dos_keeps_its_accents() {
        for (bytes, text) in [
            (&b"VIR Soci\x82t\x82 G\x82n\x82rale \x85 r\x82gler"[..], "VIR Société Générale à régler"),
            (b"R\x90GLEMENT TH\x90\xb6TRE FA\x80ADE", "RÉGLEMENT THÉÂTRE FAÇADE"),
            (b"C\x93t\x82 M\x81ller \xd5 12 n\xf8 3", "Côté Müller € 12 n° 3"),
            (b"Fen\x88tre", "Fenêtre"),
        ] {
            assert_eq!(decode(bytes).as_deref(), Some(text));
        }
    }

    /// Marks of Windows-1252 that are letters in the code page of DOS.
    #[test]
    fn marks_of_windows_stay_what_they_are() {
        for (bytes, text) in [
            (&b"L\x92\xe9t\xe9 \x96 12 \x80"[..], "L’été – 12 €"),
            (b"\x93Dupont\x94 doit 12\x80 \x97 solde\x85", "“Dupont” doit 12€ — solde…"),
            (b"l\x92eau", "l’eau"),
            (b"SOCI\xc9T\xc9 FAC\xc7ADE", "SOCIÉTÉ FACÇADE"),
            (b"\x8cuvres et s\x9curs", "Œuvres et sœurs"),
            (b"total : 100 \x80", "total : 100 €"),
            (b"ann\xe9e", "année"),
        ] {
            assert_eq!(decode(bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn binary_content_is_no_text() {
        assert_eq!(decode(b"a\0b"), None);
        assert_eq!(decode(b"\xff\xfe\x00\xd8"), None);
    }
}
