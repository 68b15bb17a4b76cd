//! Quoted-printable with soft line breaks, as vCard 2.1 carries it.

/// The bytes that quoted-printable text stands for. A `=` that is no escape stands for itself.
pub(super) fn bytes(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        if first != b'=' {
            out.push(first);
            rest = after;
            continue;
        }
        rest = match after {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => after,
            [high, low, tail @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    tail
                }
                _ => {
                    out.push(b'=');
                    after
                }
            },
            _ => {
                out.push(b'=');
                after
            }
        };
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}
