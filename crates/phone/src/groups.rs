//! Cuts a cluster into groups of digits and says what stands between them.

mod signs;

use crate::characters::{self, Kind};
use crate::scan::Cluster;
use signs::{escape_before, escaped, gap_bits, plain_gap};

/// What may stand in a gap, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Gap(u16);

impl Gap {
    pub(crate) const SPACE: Self = Self(1);
    pub(crate) const NEWLINE: Self = Self(1 << 1);
    pub(crate) const HYPHEN: Self = Self(1 << 2);
    pub(crate) const DOT: Self = Self(1 << 3);
    pub(crate) const SLASH: Self = Self(1 << 4);
    pub(crate) const OPEN: Self = Self(1 << 5);
    pub(crate) const CLOSE: Self = Self(1 << 6);
    pub(crate) const STAR: Self = Self(1 << 7);
    pub(crate) const UNDERSCORE: Self = Self(1 << 8);
    /// A separator written as a word: `(dot)`.
    pub(crate) const SPELLED: Self = Self(1 << 9);
    /// Characters that hide digits.
    pub(crate) const MASK: Self = Self(1 << 10);
    pub(crate) const PLUS: Self = Self(1 << 11);
    pub(crate) const COMMA: Self = Self(1 << 12);
    pub(crate) const COLON: Self = Self(1 << 13);
    pub(crate) const LETTER: Self = Self(1 << 14);
    /// Anything that ends a number, or too much of anything.
    pub(crate) const OTHER: Self = Self(1 << 15);

    /// True where any of `other` is there.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Exactly `other` and nothing else.
    pub(crate) fn is_only(self, other: Self) -> bool {
        self == other
    }

    /// True where a number cannot reach over the gap.
    pub(crate) fn ends_number(self) -> bool {
        self.has(
            Self::MASK
                .and(Self::PLUS)
                .and(Self::COMMA)
                .and(Self::COLON)
                .and(Self::LETTER)
                .and(Self::OTHER),
        )
    }

    /// True where a number may begin behind the gap.
    pub(crate) fn parts_numbers(self) -> bool {
        self.has(Self::SPACE.and(Self::NEWLINE).and(Self::SLASH))
    }

    /// True where the gap parts words.
    pub(crate) fn parts_words(self) -> bool {
        self.has(Self::SPACE.and(Self::NEWLINE))
    }
}

/// A run of digits with nothing visible between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    /// The first digit's first byte.
    pub(crate) start: usize,
    /// One past the last digit, its keycap included.
    pub(crate) end: usize,
    /// Where its digits start in the digits of all groups.
    pub(crate) from: usize,
    /// One past its last digit there.
    pub(crate) to: usize,
    /// What stands before it, since the group before; empty for the first.
    pub(crate) gap: Gap,
    /// Written in keycaps, circles or another alphabet's digits for show.
    pub(crate) disguised: bool,
}

impl Group {
    /// A group without digits so far, which will start at a byte and at a place among all digits.
    fn at(start: usize, from: usize, gap: Gap) -> Self {
        Self {
            start,
            end: start,
            from,
            to: from,
            gap,
            disguised: false,
        }
    }

    /// How many digits.
    pub(crate) fn len(&self) -> usize {
        self.to - self.from
    }
}

/// The groups of one cluster and their digits.
#[derive(Default)]
pub(crate) struct Groups {
    pub(crate) groups: Vec<Group>,
    /// All digits in ASCII.
    pub(crate) digits: Vec<u8>,
}

impl Groups {
    /// Cuts a cluster; with `look_alikes`, letters that look like digits count as digits inside words that have some.
    pub(crate) fn cut(&mut self, text: &str, cluster: Cluster, look_alikes: bool) {
        self.groups.clear();
        self.digits.clear();
        self.groups.reserve(12);
        self.digits.reserve(cluster.digits + 8);
        let bytes = text.as_bytes();
        let mut at = cluster.start - escape_before(bytes, cluster.start);
        if look_alikes {
            at = word_start(text, at);
        }
        let mut between = Between::default();
        let mut open: Option<Group> = None;
        while at < bytes.len() {
            // Digits of ASCII with a plain sign behind are most of what there is.
            let digits = self.copy_digits(&bytes[at..]);
            if digits > 0 {
                let from = self.digits.len() - digits;
                let group = open.get_or_insert_with(|| Group::at(at, from, between.gap));
                at += digits;
                group.to += digits;
                group.end = at;
                if at == bytes.len() {
                    break;
                }
            }
            // So are letters that begin no word of a separator.
            let bits = plain_gap(bytes, at);
            if bits != Gap::default() && !look_alikes {
                self.close(&mut open, &mut between);
                if at >= cluster.end {
                    break;
                }
                between.add(bits);
                at += 1;
                continue;
            }
            let escape = match bytes[at] {
                b'%' | b'\\' | b'&' => escaped(bytes, at),
                _ => None,
            };
            let (kind, length) = match escape {
                Some(escaped) => escaped,
                None => {
                    let Some(character) = characters::at(text, at) else {
                        break;
                    };
                    let kind = match characters::kind(character) {
                        Kind::Letter if look_alikes => match characters::look_alike(character) {
                            Some(value) if in_digit_word(text, at) => Kind::Digit(value),
                            _ => Kind::Letter,
                        },
                        kind => kind,
                    };
                    (kind, character.len_utf8())
                }
            };
            match kind {
                Kind::Digit(value) => {
                    let disguised =
                        length > 1 && characters::at(text, at).is_some_and(|c| !characters::plain_digit(c));
                    let group = open.get_or_insert_with(|| Group::at(at, self.digits.len(), between.gap));
                    self.digits.push(b'0' + value);
                    group.to += 1;
                    group.end = at + length;
                    group.disguised |= disguised;
                }
                Kind::Invisible => {
                    // A keycap is part of its digit.
                    if let Some(group) = &mut open
                        && text[at..].starts_with('\u{20e3}')
                    {
                        group.end = at + length;
                        group.disguised = true;
                    }
                }
                _ => {
                    self.close(&mut open, &mut between);
                    if at >= cluster.end {
                        break;
                    }
                    let (bits, taken) = gap_bits(text, at, kind, length);
                    between.add(bits);
                    at += taken;
                    continue;
                }
            }
            at += length;
        }
        self.groups.extend(open);
    }

    /// Copies the digits of ASCII that a text begins with, and says how many: most are so few that a loop is the fastest way.
    #[inline]
    fn copy_digits(&mut self, bytes: &[u8]) -> usize {
        let mut count = 0;
        while let Some(byte) = bytes.get(count).filter(|byte| byte.is_ascii_digit()) {
            self.digits.push(*byte);
            count += 1;
        }
        count
    }

    /// Ends the open group: what stands behind it is gathered anew.
    #[inline]
    fn close(&mut self, open: &mut Option<Group>, between: &mut Between) {
        if let Some(group) = open.take() {
            self.groups.push(group);
            *between = Between::default();
        }
    }
}

/// Most signs between two groups of one number.
const MOST_SIGNS: usize = 6;

/// What stands behind a group.
#[derive(Default)]
struct Between {
    gap: Gap,
    /// How many signs.
    visible: usize,
}

impl Between {
    /// With one more sign.
    #[inline]
    fn add(&mut self, bits: Gap) {
        let twice = self.gap.has(bits) && repeats_badly(bits);
        self.visible += 1;
        self.gap = self.gap.and(bits);
        if twice {
            self.gap = self
                .gap
                .and(if bits == Gap::STAR { Gap::MASK } else { Gap::OTHER });
        }
        if self.visible > MOST_SIGNS {
            self.gap = self.gap.and(Gap::OTHER);
        }
    }
}

/// Signs that stand once between groups, or mean something else.
fn repeats_badly(bits: Gap) -> bool {
    bits.has(
        Gap::DOT
            .and(Gap::SLASH)
            .and(Gap::STAR)
            .and(Gap::UNDERSCORE)
            .and(Gap::NEWLINE),
    )
}

/// The start of the run of letters and digits that a byte stands in, at most eight bytes back.
fn word_start(text: &str, at: usize) -> usize {
    let mut start = at;
    while let Some(character) = characters::before(text, start) {
        if !character.is_alphanumeric() || at - start > 8 {
            break;
        }
        start -= character.len_utf8();
    }
    start
}

/// True where the letter stands in a word of digits and look-alikes with at least as many digits as letters or letters for
/// zero alone (`O77OO`), or in a group of one letter between groups of digits (`202-SSS-0164`).
fn in_digit_word(text: &str, at: usize) -> bool {
    let mut start = at;
    while let Some(character) = characters::before(text, start) {
        if !character.is_alphanumeric() || at - start > 24 {
            break;
        }
        start -= character.len_utf8();
    }
    let (mut digits, mut letters, mut zeros, mut end) = (0, 0, 0, start);
    for character in text[start..].chars().take_while(|c| c.is_alphanumeric()).take(24) {
        end += character.len_utf8();
        if characters::digit(character).is_some() {
            digits += 1;
        } else if let Some(value) = characters::look_alike(character) {
            letters += 1;
            zeros += usize::from(value == 0);
        } else {
            return false;
        }
    }
    match digits {
        0 => is_group_of_one_letter(text.as_bytes(), start, end),
        _ => letters > 0 && (digits >= letters || zeros == letters),
    }
}

/// Two to four times the same letter, with the same separator and a digit on either side.
fn is_group_of_one_letter(bytes: &[u8], start: usize, end: usize) -> bool {
    let word = &bytes[start..end];
    let (Some([first, sign]), Some([other, last])) =
        (bytes[..start].last_chunk(), bytes[end..].first_chunk())
    else {
        return false;
    };
    (2..=4).contains(&word.len())
        && word.iter().all(|letter| *letter == word[0])
        && matches!(sign, b'-' | b'.')
        && sign == other
        && first.is_ascii_digit()
        && last.is_ascii_digit()
}

/// What stands directly before a group: plus and bracket that belong to the number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Lead {
    /// Where the number starts with them.
    pub(crate) start: usize,
    /// A plus belongs to it.
    pub(crate) plus: bool,
    /// The plus stands for arithmetic or is one of several.
    pub(crate) operator: bool,
    /// An opening bracket stands before the digits or the plus.
    pub(crate) bracket: Option<usize>,
    /// A bracket opens between the plus and the digits: `+(44)`.
    pub(crate) inside: bool,
}

/// Looks back from a group's first digit, not further than `limit`.
pub(crate) fn lead(text: &str, start: usize, limit: usize) -> Lead {
    let bytes = text.as_bytes();
    let mut lead = Lead {
        start,
        plus: false,
        operator: false,
        bracket: None,
        inside: false,
    };
    let mut at = start;
    let mut spaces = 0;
    while at > limit {
        let before_escape = [6, 5, 3].into_iter().find(|length| {
            at >= limit + length && escaped(bytes, at - length).is_some_and(|(_, taken)| taken == *length)
        });
        let (kind, length) = match before_escape {
            Some(length) => escaped(bytes, at - length).expect("found just now"),
            None => {
                let Some(character) = characters::before(text, at) else {
                    break;
                };
                (characters::kind(character), character.len_utf8())
            }
        };
        match kind {
            Kind::Invisible => {}
            Kind::Space if !lead.plus && spaces == 0 => spaces += 1,
            Kind::Open if lead.bracket.is_none() && (spaces == 0 || lead.plus) => {
                lead.bracket = Some(at - length);
                spaces = 0;
            }
            Kind::Plus if !lead.plus => {
                lead.plus = true;
                lead.start = at - length;
                lead.inside = lead.bracket.take().is_some();
                let mut rest = text[..at - length].chars().rev();
                let mut previous = rest.next();
                if at != start
                    && previous == Some(' ')
                    && characters::at(text, at).is_some_and(char::is_whitespace)
                {
                    previous = rest.next();
                }
                // An escaped plus of a link is its key's, whose digits are international without it.
                lead.operator = (previous == Some('=') && before_escape.is_some())
                    || previous.is_some_and(|c| c == '+' || characters::digit(c).is_some() || c == ')');
                spaces = 1;
            }
            _ => break,
        }
        at -= length;
    }
    lead
}
