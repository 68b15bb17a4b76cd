//! What one export has in common, told from its start: how headers look, in which order a date is written,
//! which senders have a colon in their name.

use super::header::{Family, Header, Shape, Style, header};
use std::collections::{BTreeSet, HashMap};

/// The order of the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// 31/12/2024.
    DayMonthYear,
    /// 12/31/2024.
    MonthDayYear,
    /// 2024/12/31.
    YearMonthDay,
}

impl Order {
    const ALL: [Self; 3] = [Self::DayMonthYear, Self::MonthDayYear, Self::YearMonthDay];

    /// Shown with the source.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::DayMonthYear => "read as day, month, year",
            Self::MonthDayYear => "read as month, day, year",
            Self::YearMonthDay => "read as year, month, day",
        }
    }

    /// Days since 1970 of the three numbers, if they are a date in this order and shape.
    fn day(self, shape: Shape, [a, b, c]: [u16; 3]) -> Option<i64> {
        let (year, month, day) = match self {
            Self::DayMonthYear if !shape.year_first => (c, b, a),
            Self::MonthDayYear if !shape.year_first => (c, a, b),
            Self::YearMonthDay if !shape.year_last => (a, b, c),
            Self::DayMonthYear | Self::MonthDayYear | Self::YearMonthDay => return None,
        };
        let year = match i64::from(year) {
            short @ 0..=99 if !(shape.year_first || shape.year_last) => 2000 + short,
            buddhist @ 2500..=2700 => buddhist - 543,
            year => year,
        };
        ((1990..=2200).contains(&year)).then(|| crate::civil::days(year, month.into(), day.into()))?
    }
}

/// What one export has in common.
#[derive(Debug)]
pub(super) struct Layout {
    /// The style that most headers have.
    pub(super) style: Style,
    orders: Vec<(Shape, Order)>,
    /// The order that most dates have.
    order: Order,
    /// True where another order would fit all dates as well.
    pub(super) ambiguous: bool,
    /// Senders with `: ` in their name, longest first.
    pub(super) names_with_colons: Vec<Box<[u8]>>,
}

impl Layout {
    /// From the first lines of an export. None if there is no header among them.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        let lines = start
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let found: Vec<(Header, &[u8])> = lines
            .filter_map(|line| header(line).map(|header| (header, &line[usize::from(header.body)..])))
            .collect();
        let mut styles: HashMap<Style, usize> = HashMap::new();
        for (header, _) in &found {
            *styles.entry(header.style).or_default() += 1;
        }
        // Ties go to the style that comes first, so that the outcome does not hang on hashing.
        let (mut style, mut most) = (found.first()?.0.style, 0);
        for (header, _) in &found {
            if styles[&header.style] > most {
                (style, most) = (header.style, styles[&header.style]);
            }
        }
        let headers: Vec<Header> = found
            .iter()
            .map(|(header, _)| *header)
            .filter(|header| header.style == style)
            .collect();
        let mut shapes: Vec<Shape> = Vec::new();
        for header in &headers {
            if !shapes.contains(&header.shape) {
                shapes.push(header.shape);
            }
        }
        let mut ambiguous = false;
        let mut orders = Vec::new();
        for shape in shapes.into_iter().take(8) {
            let of_shape: Vec<&Header> = headers.iter().filter(|header| header.shape == shape).collect();
            let (order, open) = order_of(shape, &of_shape);
            ambiguous |= open;
            orders.push((shape, order));
        }
        let bodies = found
            .iter()
            .filter(|(header, _)| header.style == style)
            .map(|(_, body)| *body);
        let order = orders.first()?.1;
        Some(Self {
            style,
            orders,
            order,
            ambiguous,
            names_with_colons: names_with_colons(bodies),
        })
    }

    /// The order that dates of this shape are read in.
    pub(super) fn order(&self, shape: Shape) -> Order {
        order_in(&self.orders, shape).unwrap_or(self.order)
    }

    /// Reads the times of headers in this layout.
    pub(super) fn clock(&self) -> Clock {
        Clock {
            orders: self.orders.clone(),
            order: self.order,
            last: None,
        }
    }
}

/// Reads the times of headers. Most have the date of the one before.
#[derive(Debug)]
pub(super) struct Clock {
    orders: Vec<(Shape, Order)>,
    order: Order,
    last: Option<(Shape, [u16; 3], Option<i64>)>,
}

impl Clock {
    /// Seconds of the wall clock since 1970, read as if it were UTC. A date that does not exist in the order of
    /// the export is tried in the others: some files hold two.
    pub(super) fn seconds(&mut self, header: &Header) -> Option<i64> {
        let day = match self.last {
            Some((shape, date, day)) if date == header.date && shape == header.shape => day,
            Some(_) | None => {
                let order = order_in(&self.orders, header.shape).unwrap_or(self.order);
                let others = || Order::ALL.into_iter().find_map(|order| order.day(header.shape, header.date));
                let day = order.day(header.shape, header.date).or_else(others);
                self.last = Some((header.shape, header.date, day));
                day
            }
        };
        day.map(|day| day * 86_400 + i64::from(header.time))
    }
}

fn order_in(orders: &[(Shape, Order)], shape: Shape) -> Option<Order> {
    orders.iter().find(|(known, _)| *known == shape).map(|(_, order)| *order)
}

/// The order that fits all dates of a shape and runs backwards least often, and whether another fits as well.
fn order_of(shape: Shape, headers: &[&Header]) -> (Order, bool) {
    if shape.year_first {
        return (Order::YearMonthDay, false);
    }
    struct Fit {
        order: Order,
        wrong: usize,
        backwards: usize,
        days: Vec<i64>,
    }
    let fit = |order: Order| {
        let days: Vec<i64> = headers
            .iter()
            .filter_map(|header| order.day(shape, header.date))
            .collect();
        let backwards = days.windows(2).filter(|pair| pair[1] + 1 < pair[0]).count();
        Fit {
            order,
            wrong: headers.len() - days.len(),
            backwards,
            days,
        }
    };
    let mut fits: Vec<Fit> = Order::ALL.map(fit).into_iter().collect();
    fits.sort_by_key(|fit| (fit.wrong, fit.backwards));
    let best = (fits[0].wrong, fits[0].backwards);
    fits.retain(|fit| (fit.wrong, fit.backwards) == best);
    // Two-digit years first are rare: they count only where nothing else fits.
    if fits.len() > 1 {
        fits.retain(|fit| fit.order != Order::YearMonthDay);
    }
    // Nobody writes the month first with dots or hyphens.
    if fits.len() > 1 && shape.separator != b'/' {
        fits.retain(|fit| fit.order != Order::MonthDayYear);
    }
    let same = fits.windows(2).all(|pair| pair[0].days == pair[1].days);
    if fits.len() == 1 || same {
        return (fits[0].order, false);
    }
    // Talk clusters: over enough days the denser reading is the right one.
    let span = |fit: &Fit| {
        fit.days
            .iter()
            .max()
            .zip(fit.days.iter().min())
            .map_or(0, |(last, first)| last - first)
    };
    let distinct = fits[0].days.iter().collect::<BTreeSet<_>>().len();
    fits.sort_by_key(span);
    if distinct >= 5 && span(&fits[0]) * 4 <= span(&fits[1]) {
        return (fits[0].order, false);
    }
    let any = |said: fn(&Header) -> bool| headers.iter().any(|header| said(header));
    let american = any(|header| header.capitals)
        || (!shape.year_last && any(|header| header.unpadded) && !any(|header| header.padded));
    (
        if american {
            Order::MonthDayYear
        } else {
            Order::DayMonthYear
        },
        true,
    )
}

/// How far into a body a sender's name may reach.
pub(super) const LONGEST_NAME: usize = 160;

/// Where in a body a sender's name may end: at a colon with a space or the line's end after it.
pub(super) fn name_ends(body: &[u8]) -> impl Iterator<Item = usize> {
    let reach = &body[..body.len().min(LONGEST_NAME)];
    memchr::memchr_iter(b':', reach).filter(|end| *end > 0 && ends_a_name(body, *end))
}

/// True where a colon may end a name: a space or the line's end comes after it.
#[inline]
pub(super) fn ends_a_name(body: &[u8], colon: usize) -> bool {
    matches!(body.get(colon + 1), None | Some(b' ' | b'\n' | b'\r'))
}

/// Names that contain `: `: where every body that starts with the shorter candidate also starts with the longer.
/// A single word after the colon ("Re: …", "Tel: …") is more likely text, so it takes more occurrences.
fn names_with_colons<'l>(bodies: impl Iterator<Item = &'l [u8]>) -> Vec<Box<[u8]>> {
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    for body in bodies {
        for end in name_ends(body).take(4) {
            *counts.entry(&body[..end]).or_default() += 1;
        }
    }
    let mut names: Vec<Box<[u8]>> = counts
        .iter()
        .filter(|(name, count)| {
            let Some(end) = name_ends(name).next() else {
                return false;
            };
            let tail = name[end + 1..].trim_ascii();
            let needed = if tail.contains(&b' ') { 2 } else { 5 };
            **count >= needed && counts.get(&name[..end]) == Some(count)
        })
        .map(|(name, _)| Box::from(*name))
        .collect();
    names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names
}

/// True where a header may stand beside those of `style`: an odd one out counts only if time does not run back.
pub(super) fn accepts(style: Style, header: &Header, seconds: Option<i64>, last: Option<i64>) -> bool {
    if header.style == style {
        return true;
    }
    const DAY: i64 = 86_400;
    header.style.family == style.family
        && style.family != Family::Colon
        && seconds
            .zip(last)
            .is_some_and(|(seconds, last)| seconds + DAY > last)
}
