//! Rewrites `data/plans.tsv` from the numbering metadata that the reference engine ships.
//!
//! `cargo run -p teltale-phone --example write-plans -- <metadata.bin> <alternate_formats.bin> <version>`

#![allow(deprecated)]

use prost::Message;
use rlibphonenumber::{PhoneMetadata, PhoneMetadataCollection, PhoneNumberDesc};
use std::fmt::Write as _;
use std::io::Write as _;

/// Groupings that people write and the metadata does not list: calling code, groups, first digits.
const HABITS: [(u16, &str, &str); 1] = [
    // Mobiles of Norway: 406 12 345.
    (47, r"(\d{3})(\d{2})(\d{3})", "[49]"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(alternates), Some(version)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: write-plans <metadata.bin> <alternate_formats.bin> <version>".into());
    };
    let collection = PhoneMetadataCollection::decode(std::fs::read(path)?.as_slice())?;
    let mut out = format!(
        "# Numbering plans of the world, from libphonenumber's metadata (Apache-2.0). Written by the example `write-plans`.\nversion\t{version}\n"
    );
    for plan in &collection.metadata {
        write_plan(&mut out, plan)?;
    }
    // Other groupings that people of a calling code use.
    for plan in &PhoneMetadataCollection::decode(std::fs::read(alternates)?.as_slice())?.metadata {
        writeln!(out, "alternates\t{}", plan.country_code())?;
        write_formats(&mut out, plan)?;
    }
    for (code, pattern, leading) in HABITS {
        writeln!(out, "alternates\t{code}\nformat\t{pattern}\t\t{leading}")?;
    }
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans.tsv");
    std::fs::write(target, &out)?;
    writeln!(
        std::io::stdout(),
        "{} plans, {} bytes",
        collection.metadata.len(),
        out.len()
    )?;
    Ok(())
}

fn write_plan(out: &mut String, plan: &PhoneMetadata) -> std::fmt::Result {
    writeln!(
        out,
        "plan\t{}\t{}\t{}{}\t{}\t{}\t{}\t{}\t{}",
        plan.id,
        plan.country_code(),
        if plan.main_country_for_code() { "m" } else { "" },
        if plan.same_mobile_and_fixed_line_pattern() {
            "s"
        } else {
            ""
        },
        one_line(plan.international_prefix()),
        one_line(plan.national_prefix()),
        one_line(plan.national_prefix_for_parsing()),
        one_line(plan.national_prefix_transform_rule()),
        one_line(plan.leading_digits()),
    )?;
    let lines: [(&str, &Option<PhoneNumberDesc>); 11] = [
        ("general", &plan.general_desc),
        ("fixed", &plan.fixed_line),
        ("mobile", &plan.mobile),
        ("toll-free", &plan.toll_free),
        ("premium", &plan.premium_rate),
        ("shared-cost", &plan.shared_cost),
        ("personal", &plan.personal_number),
        ("voip", &plan.voip),
        ("pager", &plan.pager),
        ("uan", &plan.uan),
        ("voicemail", &plan.voicemail),
    ];
    let general = plan
        .general_desc
        .as_ref()
        .map(|d| d.possible_length.clone())
        .unwrap_or_default();
    for (name, line) in lines {
        let Some(line) = line else { continue };
        if line.national_number_pattern().is_empty() || line.possible_length.first() == Some(&-1) {
            continue;
        }
        // An empty list means the lengths of the general description.
        let lengths = if line.possible_length.is_empty() {
            &general
        } else {
            &line.possible_length
        };
        writeln!(
            out,
            "{name}\t{}\t{}\t{}",
            join(lengths),
            join(&line.possible_length_local_only),
            one_line(line.national_number_pattern())
        )?;
    }
    write_formats(out, plan)
}

fn write_formats(out: &mut String, plan: &PhoneMetadata) -> std::fmt::Result {
    for format in &plan.number_format {
        let trunk = format.national_prefix_formatting_rule().contains("$NP")
            || !plan.national_prefix().is_empty()
                && format
                    .national_prefix_formatting_rule()
                    .contains(plan.national_prefix());
        writeln!(
            out,
            "format\t{}\t{}\t{}",
            one_line(&format.pattern),
            if trunk && !format.national_prefix_optional_when_formatting() {
                "trunk"
            } else {
                ""
            },
            one_line(format.leading_digits_pattern.last().map_or("", String::as_str)),
        )?;
    }
    Ok(())
}

fn join(lengths: &[i32]) -> String {
    lengths.iter().map(i32::to_string).collect::<Vec<_>>().join(",")
}

/// The pattern without white space and without the reference's own anchors.
fn one_line(pattern: &str) -> String {
    let pattern: String = pattern.chars().filter(|c| !c.is_whitespace()).collect();
    match pattern
        .strip_prefix("^(?:")
        .and_then(|inner| inner.strip_suffix(")$"))
    {
        Some(inner) => inner.to_owned(),
        None => pattern,
    }
}
