//! What lets a receiver know that a message is ours and fresh: HMAC-SHA256 (RFC 2104) of the instant and the body.

use sha2::{Digest, Sha256};

const BLOCK: usize = 64;

/// `t=1795172400,v1=…`: the second the message was signed, and the code of `t.body` in hexadecimal.
pub fn header(secret: &str, at_second: i64, body: &str) -> String {
    let code = hmac(secret.as_bytes(), format!("{at_second}.{body}").as_bytes());
    format!("t={at_second},v1={}", hex(&code))
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new().chain_update(block.map(|b| b ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(block.map(|b| b ^ 0x5c)).chain_update(inner).finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test cases 1, 2 and 6 of RFC 4231.
    #[test]
    fn codes_are_those_of_the_standard() {
        let cases: [(&[u8], &[u8], &str); 3] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, message, code) in cases {
            assert_eq!(hex(&hmac(key, message)), code);
        }
    }

    #[test]
    fn another_instant_is_another_signature() {
        let first = header("secret", 1_795_172_400, "{}");
        assert!(first.starts_with("t=1795172400,v1="));
        assert_ne!(first.split("v1=").nth(1), header("secret", 1_795_172_401, "{}").split("v1=").nth(1));
    }
}
