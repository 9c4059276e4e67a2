//! Files inside JSON (RFC 4648).

use crate::answer::Oops;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Standard base64, padding optional.
pub fn read(text: &str) -> Result<Vec<u8>, Oops> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'=') {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return Err(Oops::Unreadable("le fichier n’est pas en base64".to_string())),
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap_or(0));
        }
    }
    Ok(bytes)
}

/// Standard base64, padded.
pub fn written(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| three.get(at).map_or(0, |b| u32::from(*b));
        let held = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for at in 0..4 {
            let sixth = usize::try_from((held >> (18 - 6 * at)) & 0x3f).unwrap_or(0);
            let letter = LETTERS.get(sixth).copied().map_or('=', char::from);
            text.push(if at > three.len() { '=' } else { letter });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        assert_eq!(read("JVBERi0xLjQ=").unwrap(), b"%PDF-1.4");
        assert_eq!(read("YWI").unwrap(), b"ab");
        assert_eq!(read("").unwrap(), b"");
        assert!(read("é").is_err());
        assert_eq!(written(b"%PDF-1.4"), "JVBERi0xLjQ=");
        assert_eq!((written(b""), written(b"ab")), (String::new(), "YWI=".to_string()));
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(read(&written(&bytes)).unwrap(), bytes);
    }
}
