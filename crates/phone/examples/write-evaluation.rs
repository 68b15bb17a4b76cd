//! Rewrites `evaluation/sentences.tsv` from hand-written sentences and generators of numbers and of what is none.
//!
//! Nothing here knows a rule of the finder: numbers are written the way people of a region write them, and
//! what is no number comes from the formats of orders, cards, dates, ids and so on. The seed is fixed.

#![allow(clippy::print_stdout)]

use std::fmt::Write as _;

const TEMPLATES: &str = include_str!("../evaluation/templates.tsv");

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.roll(list.len())]
    }
    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|n| char::from(b'0' + if n == 0 { 1 + self.roll(9) } else { self.roll(10) } as u8))
            .collect()
    }
}

/// A region's reserved or example numbers and the ways people write them: `#` takes the next national digit.
struct Region {
    code: &'static str,
    calling: &'static str,
    /// National numbers without trunk prefix; `?` is any digit of a reserved range.
    numbers: &'static [&'static str],
    /// Category and form.
    forms: &'static [(&'static str, &'static str)],
}

const REGIONS: &[(&str, Region)] = &[
    (
        "en",
        Region {
            code: "US",
            calling: "1",
            numbers: &[
                "20255501??",
                "31255501??",
                "41555501??",
                "61755501??",
                "71355501??",
                "20655501??",
            ],
            forms: &[
                ("national", "(###) ###-####"),
                ("national", "###-###-####"),
                ("national", "###.###.####"),
                ("national", "### ### ####"),
                ("national", "1-###-###-####"),
                ("national", "(###)###-####"),
                ("national", "###-#######"),
                ("bare", "##########"),
                ("international", "+1 ### ### ####"),
                ("international", "+1-###-###-####"),
                ("international", "+1##########"),
                ("international", "+1 (###) ###-####"),
                ("international", "001 ### ### ####"),
            ],
        },
    ),
    (
        "en",
        Region {
            code: "GB",
            calling: "44",
            numbers: &["7700900???", "7700900???"],
            forms: &[
                ("national", "0#### ######"),
                ("national", "0#### ### ###"),
                ("national", "0####-######"),
                ("national", "0### #######"),
                ("bare", "0##########"),
                ("international", "+44 #### ######"),
                ("international", "+44##########"),
                ("international", "+44 (0)#### ######"),
                ("international", "0044 #### ######"),
            ],
        },
    ),
    (
        "de",
        Region {
            code: "DE",
            calling: "49",
            numbers: &["17139200??", "3023125???", "4066969???", "6990009???"],
            forms: &[
                ("national", "0## ########"),
                ("national", "0##/########"),
                ("national", "0## ### ## ###"),
                ("national", "0##-########"),
                ("national", "(0##) ########"),
                ("bare", "0##########"),
                ("international", "+49 ## ########"),
                ("international", "+49 (0)## ########"),
                ("international", "+49##########"),
                ("international", "0049 ## ########"),
                ("national", "0## #### ####"),
            ],
        },
    ),
    (
        "fr",
        Region {
            code: "FR",
            calling: "33",
            numbers: &["63998????", "19900????", "26191????"],
            forms: &[
                ("national", "0# ## ## ## ##"),
                ("national", "0#.##.##.##.##"),
                ("national", "0#-##-##-##-##"),
                ("bare", "0#########"),
                ("international", "+33 # ## ## ## ##"),
                ("international", "+33#########"),
                ("international", "+33 (0)# ## ## ## ##"),
                ("international", "0033 # ## ## ## ##"),
            ],
        },
    ),
    (
        "es",
        Region {
            code: "ES",
            calling: "34",
            numbers: &["612345678", "810123456"],
            forms: &[
                ("national", "### ## ## ##"),
                ("national", "### ### ###"),
                ("national", "###-###-###"),
                ("national", "###.###.###"),
                ("bare", "#########"),
                ("international", "+34 ### ### ###"),
                ("international", "+34 ### ## ## ##"),
                ("international", "+34#########"),
                ("international", "0034 ### ### ###"),
            ],
        },
    ),
    (
        "pt",
        Region {
            code: "BR",
            calling: "55",
            numbers: &["11961234567", "1123456789"],
            forms: &[
                ("national", "(##) #####-####"),
                ("national", "## #####-####"),
                ("national", "(##)#####-####"),
                ("national", "0## #####-####"),
                ("bare", "###########"),
                ("international", "+55 ## #####-####"),
                ("international", "+55 (##) #####-####"),
                ("international", "+55###########"),
            ],
        },
    ),
    (
        "it",
        Region {
            code: "IT",
            calling: "39",
            numbers: &["3123456789", "0212345678"],
            forms: &[
                ("national", "### #######"),
                ("national", "### ### ####"),
                ("national", "###-#######"),
                ("national", "###/#######"),
                ("bare", "##########"),
                ("international", "+39 ### ### ####"),
                ("international", "+39##########"),
                ("international", "0039 ### #######"),
            ],
        },
    ),
    (
        "nl",
        Region {
            code: "NL",
            calling: "31",
            numbers: &["612345678", "101234567"],
            forms: &[
                ("national", "0#-########"),
                ("national", "0# ## ## ## ##"),
                ("national", "0# ########"),
                ("national", "0##-#######"),
                ("bare", "0#########"),
                ("international", "+31 # ########"),
                ("international", "+31#########"),
                ("international", "+31 (0)# ########"),
                ("international", "0031 # ########"),
            ],
        },
    ),
    (
        "pl",
        Region {
            code: "PL",
            calling: "48",
            numbers: &["512345678", "123456789"],
            forms: &[
                ("national", "### ### ###"),
                ("national", "###-###-###"),
                ("national", "## ### ## ##"),
                ("bare", "#########"),
                ("international", "+48 ### ### ###"),
                ("international", "+48#########"),
                ("international", "(+48) ### ### ###"),
                ("international", "0048 ### ### ###"),
            ],
        },
    ),
    (
        "ru",
        Region {
            code: "RU",
            calling: "7",
            numbers: &["9123456789", "3011234567"],
            forms: &[
                ("national", "8 (###) ###-##-##"),
                ("national", "8-###-###-##-##"),
                ("national", "8 ### ### ## ##"),
                ("national", "8(###)#######"),
                ("bare", "8##########"),
                ("international", "+7 ### ###-##-##"),
                ("international", "+7 (###) ###-##-##"),
                ("international", "+7##########"),
                ("international", "+7-###-###-##-##"),
            ],
        },
    ),
    (
        "tr",
        Region {
            code: "TR",
            calling: "90",
            numbers: &["5012345678", "2123456789"],
            forms: &[
                ("national", "0### ### ## ##"),
                ("national", "0 (###) ### ## ##"),
                ("national", "0### ### ####"),
                ("national", "0###-###-##-##"),
                ("bare", "0##########"),
                ("international", "+90 ### ### ## ##"),
                ("international", "+90##########"),
                ("international", "0090 ### ### ## ##"),
            ],
        },
    ),
    (
        "ar",
        Region {
            code: "SA",
            calling: "966",
            numbers: &["512345678", "112345678"],
            forms: &[
                ("national", "0## ### ####"),
                ("national", "0##-###-####"),
                ("national", "0## #######"),
                ("bare", "0#########"),
                ("international", "+966 ## ### ####"),
                ("international", "+966#########"),
                ("international", "00966 ## ### ####"),
            ],
        },
    ),
    (
        "hi",
        Region {
            code: "IN",
            calling: "91",
            numbers: &["8123456789", "7410410123"],
            forms: &[
                ("national", "##### #####"),
                ("national", "0##########"),
                ("national", "###-###-####"),
                ("national", "#####-#####"),
                ("bare", "##########"),
                ("international", "+91 ##### #####"),
                ("international", "+91-##########"),
                ("international", "+91##########"),
                ("international", "0091 ##### #####"),
            ],
        },
    ),
    (
        "zh",
        Region {
            code: "CN",
            calling: "86",
            numbers: &["13123456789"],
            forms: &[
                ("national", "### #### ####"),
                ("national", "###-####-####"),
                ("bare", "###########"),
                ("international", "+86 ### #### ####"),
                ("international", "+86###########"),
                ("international", "+86-###-####-####"),
                ("international", "0086 ### #### ####"),
            ],
        },
    ),
    (
        "ja",
        Region {
            code: "JP",
            calling: "81",
            numbers: &["9012345678", "7012345678"],
            forms: &[
                ("national", "0##-####-####"),
                ("national", "0## #### ####"),
                ("national", "(0##)####-####"),
                ("bare", "0##########"),
                ("international", "+81 ## #### ####"),
                ("international", "+81-##-####-####"),
                ("international", "+81##########"),
            ],
        },
    ),
];

/// Wrappings that chats put around or into numbers, applied to some of them.
fn dress(dice: &mut Dice, language: &str, written: &str) -> (String, &'static str) {
    let wide = |zero: char, text: &str| {
        text.chars()
            .map(|c| {
                c.to_digit(10)
                    .and_then(|d| char::from_u32(zero as u32 + d))
                    .unwrap_or(c)
            })
            .collect::<String>()
    };
    match dice.roll(14) {
        0 => (written.replace(' ', "\u{a0}"), "unicode"),
        1 => (written.replace('-', "\u{2011}"), "unicode"),
        2 if matches!(language, "zh" | "ja") => (wide('０', written), "unicode"),
        2 | 3 if language == "ar" => (wide('٠', written), "unicode"),
        2 if language == "hi" => (wide('०', written), "unicode"),
        4 => (written.replace(' ', "\u{202f}"), "unicode"),
        _ => (written.to_owned(), ""),
    }
}

fn fill(form: &str, national: &str) -> Option<String> {
    if form.matches('#').count() > national.len() {
        return None;
    }
    let mut digits = national.chars();
    let mut out: String = form
        .chars()
        .map(|c| if c == '#' { digits.next().unwrap_or('#') } else { c })
        .collect();
    // Numbers longer than the form end in its last group.
    out.extend(digits);
    Some(out)
}

fn check_digit_luhn(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, b)| {
            let v = u32::from(b - b'0');
            if n % 2 == 0 {
                if v > 4 { 2 * v - 9 } else { 2 * v }
            } else {
                v
            }
        })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

fn check_digit_gs1(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, b)| u32::from(b - b'0') * if n % 2 == 0 { 3 } else { 1 })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

fn iban(dice: &mut Dice) -> String {
    let (country, length) = [
        ("DE", 18),
        ("FR", 23),
        ("ES", 20),
        ("NL", 14),
        ("PL", 24),
        ("TR", 22),
    ][dice.roll(6)];
    let account = if country == "NL" {
        format!("ABNA{}", dice.digits(10))
    } else {
        dice.digits(length)
    };
    let text = format!("{account}{country}00");
    let remainder = text.bytes().fold(0_u32, |rest, b| {
        if b.is_ascii_digit() {
            (rest * 10 + u32::from(b - b'0')) % 97
        } else {
            (rest * 100 + u32::from(b - b'A') + 10) % 97
        }
    });
    let whole = format!("{country}{:02}{account}", 98 - remainder);
    if dice.roll(3) == 0 {
        whole
    } else {
        whole
            .as_bytes()
            .chunks(4)
            .map(|c| std::str::from_utf8(c).expect("ASCII"))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What stands in a slot that is no phone number, and its category.
fn nothing(dice: &mut Dice, slot: &str, language: &str) -> (String, &'static str) {
    let (year, month, day) = (2015 + dice.roll(12), 1 + dice.roll(12), 1 + dice.roll(28));
    let (hour, minute, second) = (dice.roll(24), dice.roll(60), dice.roll(60));
    match slot {
        "id10" => (
            match dice.roll(4) {
                0 => dice.digits(10),
                1 => format!("{}-{}", dice.digits(4), dice.digits(6)),
                2 => dice.digits(11),
                _ => format!("{}-{}-{}", dice.digits(3), dice.digits(7), dice.digits(1)),
            },
            "order",
        ),
        "id9" => (
            match dice.roll(4) {
                0 => dice.digits(9),
                1 => dice.digits(8),
                2 => format!("{year}-{}", dice.digits(6)),
                _ => format!("{}/{year}", dice.digits(6)),
            },
            "order",
        ),
        "date" => (
            match dice.roll(6) {
                0 => format!("{year}-{month:02}-{day:02}"),
                1 => format!("{day:02}.{month:02}.{year}"),
                2 => format!("{day}/{month}/{year}"),
                3 => format!("{day:02}-{month:02}-{year}"),
                4 => format!("{year}{month:02}{day:02}"),
                _ => format!("{year}/{month:02}/{day:02}"),
            },
            "date",
        ),
        "time" => (
            match dice.roll(4) {
                0 => format!("{hour:02}:{minute:02}:{second:02}"),
                1 => format!("{hour}.{minute:02}"),
                2 => format!("{hour:02}:{minute:02}-{:02}:{second:02}", (hour + 2) % 24),
                _ => format!("{hour:02}:{minute:02}"),
            },
            "time",
        ),
        "money" => (
            match dice.roll(5) {
                0 => format!(
                    "${},{},{}.{:02}",
                    1 + dice.roll(9),
                    dice.digits(3),
                    dice.digits(3),
                    dice.roll(100)
                ),
                1 => format!("€ {}.{}.{},00", 1 + dice.roll(9), dice.digits(3), dice.digits(3)),
                2 => format!("{} {} {} EUR", dice.digits(3), dice.digits(3), dice.digits(3)),
                3 => format!("₹{}", dice.digits(10)),
                _ => format!("{} USD", dice.digits(9)),
            },
            "money",
        ),
        "track" => (
            match dice.roll(5) {
                0 => format!("1Z{}", dice.digits(16)),
                1 => dice.digits(12),
                2 => format!(
                    "{} {} {} {} {} {}",
                    dice.digits(4),
                    dice.digits(4),
                    dice.digits(4),
                    dice.digits(4),
                    dice.digits(4),
                    dice.digits(2)
                ),
                3 => format!("RR{}DE", dice.digits(9)),
                _ => dice.digits(20),
            },
            "tracking",
        ),
        "ip" => (
            format!(
                "{}.{}.{}.{}",
                10 + dice.roll(240),
                dice.roll(256),
                100 + dice.roll(156),
                100 + dice.roll(156)
            ),
            "ip",
        ),
        "coords" => (
            format!(
                "{}.{}, -{}.{}",
                20 + dice.roll(60),
                dice.digits(6),
                20 + dice.roll(90),
                dice.digits(6)
            ),
            "coordinates",
        ),
        "isbn" => {
            let body = format!("978{}", dice.digits(9));
            let whole = format!("{body}{}", check_digit_gs1(&body));
            (
                if dice.roll(2) == 0 {
                    whole
                } else {
                    format!(
                        "{}-{}-{}-{}-{}",
                        &whole[..3],
                        &whole[3..4],
                        &whole[4..7],
                        &whole[7..12],
                        &whole[12..]
                    )
                },
                "isbn",
            )
        }
        "card" => {
            let body = format!("4{}", dice.digits(14));
            let whole = format!("{body}{}", check_digit_luhn(&body));
            (
                match dice.roll(3) {
                    0 => whole,
                    1 => format!(
                        "{} {} {} {}",
                        &whole[..4],
                        &whole[4..8],
                        &whole[8..12],
                        &whole[12..]
                    ),
                    _ => format!(
                        "{}-{}-{}-{}",
                        &whole[..4],
                        &whole[4..8],
                        &whole[8..12],
                        &whole[12..]
                    ),
                },
                "card",
            )
        }
        "iban" => (iban(dice), "iban"),
        "version" => (
            format!(
                "{}.{}.{}.{}",
                dice.roll(30),
                dice.roll(20),
                1000 + dice.roll(9000),
                100 + dice.roll(900)
            ),
            "version",
        ),
        "file" => (
            match dice.roll(3) {
                0 => format!("IMG_{year}{month:02}{day:02}_{hour:02}{minute:02}{second:02}.jpg"),
                1 => format!("scan{}.pdf", dice.digits(10)),
                _ => format!("VID-{year}{month:02}{day:02}-WA{:04}.mp4", dice.roll(10000)),
            },
            "file",
        ),
        "range" => {
            let from = 1000 + dice.roll(4000);
            (format!("{from}-{}", from + 1 + dice.roll(900)), "range")
        }
        "score" => (
            (0..4)
                .map(|_| format!("{}-{}", dice.roll(26), dice.roll(26)))
                .collect::<Vec<_>>()
                .join(" "),
            "score",
        ),
        "big" => (
            match dice.roll(3) {
                0 => format!(
                    "{},{},{},{}",
                    1 + dice.roll(9),
                    dice.digits(3),
                    dice.digits(3),
                    dice.digits(3)
                ),
                1 => format!("{}.{}.{}", 10 + dice.roll(90), dice.digits(3), dice.digits(3)),
                _ => dice.digits(9),
            },
            "amount",
        ),
        "code" => (
            match dice.roll(3) {
                0 => dice.digits(8),
                1 => format!("{}-{}", dice.digits(4), dice.digits(4)),
                _ => dice.digits(6),
            },
            "code",
        ),
        "epoch" => (
            match dice.roll(3) {
                0 => format!("1{}", &dice.digits(9)),
                1 => format!("17{}", &dice.digits(11)),
                _ => format!("16{}.{}", &dice.digits(8), dice.digits(4)),
            },
            "epoch",
        ),
        "url" => (
            match dice.roll(4) {
                0 => format!("https://example.com/item/{}", dice.digits(10)),
                1 => format!("https://example.org/watch?v={}", dice.digits(11)),
                2 => format!("www.example.net/a/{}-{}", dice.digits(3), dice.digits(7)),
                _ => format!("https://t.me/+Ab{}cD", dice.digits(10)),
            },
            "url",
        ),
        "uuid" => {
            let hex = |dice: &mut Dice, n: usize| {
                (0..n)
                    .map(|_| char::from_digit(dice.roll(16) as u32, 16).unwrap_or('0'))
                    .collect::<String>()
            };
            (
                format!(
                    "{}-{}-4{}-a{}-{}",
                    hex(dice, 8),
                    hex(dice, 4),
                    hex(dice, 3),
                    hex(dice, 3),
                    dice.digits(12)
                ),
                "uuid",
            )
        }
        "math" => (
            match dice.roll(3) {
                0 => format!("{}*{}={}", dice.digits(3), dice.digits(3), dice.digits(6)),
                1 => format!("3.{}", dice.digits(12)),
                _ => format!("{} + {} = ?", dice.digits(9), dice.digits(9)),
            },
            "math",
        ),
        "nid" => (national_id(dice, language), "national-id"),
        other => unreachable!("no slot {other}"),
    }
}

fn national_id(dice: &mut Dice, language: &str) -> String {
    let weighted = |digits: &str, weights: &[u32]| {
        digits
            .bytes()
            .zip(weights)
            .map(|(b, w)| u32::from(b - b'0') * w)
            .sum::<u32>()
    };
    match language {
        "pl" => {
            let body = format!(
                "{:02}{:02}{:02}{}",
                50 + dice.roll(49),
                1 + dice.roll(12),
                1 + dice.roll(28),
                dice.digits(4)
            );
            format!(
                "{body}{}",
                (10 - weighted(&body, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10
            )
        }
        "pt" => {
            let mut d = dice.digits(9);
            for n in [9_u32, 10] {
                let sum: u32 = d
                    .bytes()
                    .enumerate()
                    .map(|(at, b)| u32::from(b - b'0') * (n + 1 - at as u32))
                    .sum();
                d.push(char::from(b'0' + (sum * 10 % 11 % 10) as u8));
            }
            format!("{}.{}.{}-{}", &d[..3], &d[3..6], &d[6..9], &d[9..])
        }
        "fr" => {
            let d = format!(
                "{}{:02}{:02}{}",
                1 + dice.roll(2),
                dice.roll(99),
                1 + dice.roll(12),
                dice.digits(8)
            );
            let n: u64 = d.parse().expect("digits");
            format!(
                "{} {} {} {} {} {} {:02}",
                &d[..1],
                &d[1..3],
                &d[3..5],
                &d[5..7],
                &d[7..10],
                &d[10..13],
                97 - n % 97
            )
        }
        "nl" => loop {
            let d = dice.digits(9);
            let sum = weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]);
            if sum % 11 == u32::from(d.as_bytes()[8] - b'0') {
                return d;
            }
        },
        "ru" => {
            let d = dice.digits(11);
            format!("{}-{}-{} {}", &d[..3], &d[3..6], &d[6..9], &d[9..])
        }
        "hi" => format!("{} {} {}", dice.digits(4), dice.digits(4), dice.digits(4)),
        "zh" => dice.digits(18),
        "es" => format!("{}X", dice.digits(8)),
        _ => dice.digits(11),
    }
}

fn main() -> std::io::Result<()> {
    let mut dice = Dice(0x7e17_a1e0_0001);
    let mut out = String::from(
        "# language, region, category, sentence, numbers as start-end=E.164 in bytes. Written by the example `write-evaluation`.\n",
    );
    let (mut count, mut negatives) = (0, 0);
    for line in TEMPLATES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, kind, sentence] = fields[..] else {
            continue;
        };
        let regions: Vec<&Region> = REGIONS
            .iter()
            .filter(|(known, _)| *known == language)
            .map(|(_, region)| region)
            .collect();
        for round in 0..match kind {
            "filler" => 1,
            "not" => 8,
            _ => 13,
        } {
            let region = regions[round % regions.len()];
            if kind == "filler" {
                writeln!(out, "{language}\t{}\tfiller\t{sentence}\t", region.code)
                    .expect("a string takes it");
                count += 1;
                negatives += 1;
                continue;
            }
            let (mut text, mut spans, mut category) = (String::new(), Vec::new(), String::new());
            let mut rest = sentence;
            while let Some(open) = rest.find('{') {
                let close = rest.find('}').expect("slots close");
                text.push_str(&rest[..open]);
                let slot = &rest[open + 1..close];
                if slot == "n" {
                    let (form_kind, written, national) = loop {
                        let national: String = dice
                            .pick(region.numbers)
                            .chars()
                            .map(|c| {
                                if c == '?' {
                                    char::from(b'0' + dice.roll(10) as u8)
                                } else {
                                    c
                                }
                            })
                            .collect();
                        let (form_kind, form) = region.forms[dice.roll(region.forms.len())];
                        if let Some(written) = fill(form, &national) {
                            break (form_kind, written, national);
                        }
                    };
                    let (written, dressed) = dress(&mut dice, language, &written);
                    category = format!(
                        "{kind}-{}",
                        if dressed.is_empty() || written.is_ascii() {
                            form_kind
                        } else {
                            dressed
                        }
                    );
                    spans.push(format!(
                        "{}-{}=+{}{national}",
                        text.len(),
                        text.len() + written.len(),
                        region.calling
                    ));
                    text.push_str(&written);
                } else {
                    let (written, what) = nothing(&mut dice, slot, language);
                    category = format!("not-{what}");
                    text.push_str(&written);
                }
                rest = &rest[close + 1..];
            }
            text.push_str(rest);
            writeln!(
                out,
                "{language}\t{}\t{category}\t{text}\t{}",
                region.code,
                spans.join(" ")
            )
            .expect("a string takes it");
            count += 1;
            negatives += usize::from(spans.is_empty());
        }
    }
    std::fs::write(
        concat!(env!("CARGO_MANIFEST_DIR"), "/evaluation/sentences.tsv"),
        out,
    )?;
    println!("{count} sentences, {negatives} without a number");
    Ok(())
}
