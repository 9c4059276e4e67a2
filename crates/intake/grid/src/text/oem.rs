//! Code page 850, in which older programs of banks still write MT940 and tables. `encoding_rs` has the encodings of the web only,
//! and this one is a table of 128 characters.
//!
//! Its bytes are told from those of Windows-1252 by where they stand: `82` is an é inside a word here, and there a low
//! quotation mark that nobody writes inside a word.

/// Bytes 80 to FF; D5 is the euro sign, as in the revision 858 (a dotless i before, which no label has).
const HIGH: &str = "ÇüéâäàåçêëèïîìÄÅ\
    ÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»\
    ░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\
    \u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// Letters of the languages that write to French companies.
const LETTERS: &str = "àâäáçéèêëíîïñóôöúùûüßÀÂÄÁÇÉÈÊËÍÎÏÑÓÔÖÚÙÛÜŒœ";
/// Letters that a French word has: where both readings give a letter, these decide.
const FRENCH: &str = "àâçéèêëîïôùûüÀÂÇÉÈÊËÎÏÔÙÛ";

/// More bytes than this tell nothing new.
const ENOUGH: usize = 20_000;

/// True when more bytes make sense in this code page than in Windows-1252.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    let all: Vec<u8> = (0x80..=0xff).collect();
    let (windows, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&all);
    let readings: Vec<(char, char)> = HIGH.chars().zip(windows.chars()).collect();
    let (mut here, mut there) = (0_u64, 0_u64);
    let at = |place: Option<usize>| place.and_then(|p| bytes.get(p)).copied().unwrap_or(b' ');
    for (place, byte) in bytes.iter().copied().enumerate().filter(|(_, b)| *b >= 0x80).take(ENOUGH) {
        let sides = (at(place.checked_sub(1)), at(place.checked_add(1)));
        let reading = byte.checked_sub(0x80).and_then(|b| readings.get(usize::from(b)));
        let Some((own, other)) = reading else { continue };
        here += sense(*own, sides);
        there += sense(*other, sides);
    }
    here > there
}

/// How well a character stands between these bytes.
fn sense(character: char, (before, after): (u8, u8)) -> u64 {
    let beside = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
    let in_word = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let fits = if character.is_uppercase() {
        !before.is_ascii_lowercase()
    } else {
        !(before.is_ascii_uppercase() && after.is_ascii_uppercase())
    };
    let is_mark = matches!(character, '€' | '–' | '—' | '…' | '“' | '”' | '«' | '»' | '°' | '\u{a0}' | '²');
    // An apostrophe stands between letters, the other marks never do.
    if (character == '’' && beside) || (is_mark && !in_word) {
        return 3;
    }
    let known = [(FRENCH, 3), (LETTERS, 2)].into_iter().find(|(letters, _)| beside && letters.contains(character));
    known.map_or(0, |(_, points)| if fits { points } else { 1 })
}

pub(super) fn decode(bytes: &[u8]) -> String {
    let high: Vec<char> = HIGH.chars().collect();
    let of = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(place) => high.get(usize::from(place)).copied().unwrap_or('\u{fffd}'),
    };
    bytes.iter().map(of).collect()
}
