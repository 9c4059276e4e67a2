//! How companies and programs differ: separators, encodings, numbering, lettering; drawn from a seed.
//! Used by the generated worlds only.

/// Deterministic numbers (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len() as u64) as usize]
    }
}

/// How a program writes its export.
#[derive(Clone, Debug)]
pub struct Habit {
    pub style: usize,
    pub separator: char,
    pub line_end: &'static str,
    pub latin: bool,
    pub bom: bool,
    pub lettered: bool,
    pub dated_letters: bool,
    pub zero_numbers: bool,
    pub sub_accounts: bool,
    pub batch_pieces: bool,
    pub net_opening: bool,
    /// Payments name the invoice; otherwise only amount and age can tell.
    pub named_payments: bool,
    pub word_before: bool,
    pub side_column: bool,
}

impl Habit {
    /// The four habits of the samples, then free combinations.
    pub fn of(dice: &mut Dice, number: u64) -> Habit {
        let base = Habit {
            style: dice.below(STYLES as u64) as usize,
            separator: '\t',
            line_end: "\r\n",
            latin: false,
            bom: false,
            lettered: true,
            dated_letters: true,
            zero_numbers: false,
            sub_accounts: false,
            batch_pieces: false,
            net_opening: false,
            named_payments: true,
            word_before: dice.chance(50),
            side_column: false,
        };
        match number % 5 {
            0 => Habit { latin: true, ..base },
            1 => {
                Habit { separator: '|', bom: true, dated_letters: false, zero_numbers: true, net_opening: true, ..base }
            }
            2 => Habit { line_end: "\n", lettered: false, ..base },
            3 => Habit {
                separator: '|',
                line_end: "\r\r\n",
                latin: true,
                sub_accounts: true,
                batch_pieces: true,
                dated_letters: false,
                ..base
            },
            _ => Habit {
                separator: *dice.pick(&['\t', '|', ';']),
                line_end: dice.pick::<&str>(&["\r\n", "\n", "\r"]),
                lettered: dice.chance(60),
                zero_numbers: dice.chance(30),
                sub_accounts: dice.chance(30),
                batch_pieces: dice.chance(40),
                side_column: dice.chance(30),
                ..base
            },
        }
    }
}

const STYLES: usize = 9;

pub fn number(style: usize, year: i64, n: u64) -> String {
    match style {
        0 => format!("FA{year}-{n:04}"),
        1 => format!("F{year}-{n:03}"),
        2 => format!("{year}-{n}"),
        3 => format!("FAC{:06}", n + (year as u64 - 2000) * 1000),
        4 => format!("{}", 10_000 + n + (year as u64 - 2020) * 1000),
        5 => format!("{year}/{n:04}"),
        6 => format!("V-{year}{n:05}"),
        7 => format!("FC-{:02}-{n:03}", year % 100),
        _ => format!("{year}{n:04}"),
    }
}

pub const NAMES: [&str; 16] = [
    "ATELIER BRUN",
    "STUDIO 54",
    "3D CONCEPT",
    "LE 104",
    "ÉTS LEFÈVRE & CIE",
    "NOËL ET FILS",
    "SCI DES 4 VENTS",
    "C2I",
    "D'ARTAGNAN SARL",
    "A.B.C. TRAVAUX",
    "MAIRIE DE SAINT-MALO",
    "H2O PISCINES",
    "IMPRIMERIE 1900",
    "GROUPE 2026",
    "O. & P.",
    "BTP-75",
];
