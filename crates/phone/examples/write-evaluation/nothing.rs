//! What looks like a phone number and is none: orders, cards, dates, ids, amounts, links.

use crate::dice::Dice;

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
pub(crate) fn nothing(dice: &mut Dice, slot: &str, language: &str) -> (String, &'static str) {
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
