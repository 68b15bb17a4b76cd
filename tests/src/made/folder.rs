//! Folders: one with very many names, one with a bit of everything.

use super::{Chance, chatgpt, prose, whatsapp};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// `count` small files, 250 to a folder, most of them pictures and other things without words.
///
/// # Errors
/// What the file system says.
pub fn names(folder: &Path, count: u64) -> io::Result<()> {
    let mut chance = Chance::new(4);
    let mut text = String::new();
    for number in 0..count {
        let inside = folder
            .join(format!("{:03}", number / 62_500))
            .join(format!("{:03}", number / 250 % 250));
        if number.is_multiple_of(250) {
            fs::create_dir_all(&inside)?;
        }
        let kind = chance.of(&["jpg", "jpg", "jpg", "opus", "mp4", "txt", "json", "pdf"]);
        let path = inside.join(format!("IMG-20260514-WA{number:06}.{kind}"));
        match kind {
            "txt" => {
                prose::message(&mut chance, 20, &mut text);
                fs::write(path, &text)?;
            }
            "json" => fs::write(path, br#"{"note": "nothing here"}"#)?,
            "jpg" => fs::write(path, b"\xff\xd8\xff\xe0\0\x10JFIF\0")?,
            "pdf" => fs::write(path, b"%PDF-1.7\n")?,
            _ => fs::write(path, b"\0\0\0\x20ftypisom")?,
        }
    }
    Ok(())
}

/// `count` files of about two megabytes: chats, AI exports, address books, pictures.
///
/// # Errors
/// What the file system says.
pub fn mixed(folder: &Path, count: u64) -> io::Result<()> {
    const SIZE: u64 = 2_000_000;
    fs::create_dir_all(folder)?;
    let mut chance = Chance::new(5);
    for number in 0..count {
        let make = |name: String| fs::File::create(folder.join(name)).map(BufWriter::new);
        match number % 4 {
            0 => whatsapp(&mut make(format!("WhatsApp Chat with group {number}.txt"))?, SIZE)?,
            1 => {
                let export = folder.join(format!("export-{number}"));
                fs::create_dir_all(&export)?;
                fs::write(
                    export.join("user.json"),
                    br#"{"id": "user-made", "email": "robin@example.org", "phone_number": "+447700900123"}"#,
                )?;
                chatgpt(&mut make(format!("export-{number}/conversations.json"))?, SIZE)?;
            }
            2 => contacts(&mut make(format!("contacts-{number}.vcf"))?, &mut chance, 500)?,
            _ => {
                let mut picture = make(format!("picture-{number}.jpg"))?;
                picture.write_all(b"\xff\xd8\xff\xe0\0\x10JFIF\0")?;
                for _ in 0..SIZE / 8 {
                    picture.write_all(&chance.next().to_le_bytes())?;
                }
            }
        }
    }
    Ok(())
}

fn contacts(to: &mut impl Write, chance: &mut Chance, cards: u64) -> io::Result<()> {
    let mut number = String::new();
    for card in 0..cards {
        number.clear();
        prose::number(chance, &mut number);
        write!(
            to,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person {card}\r\nTEL;TYPE=CELL:{number}\r\nEND:VCARD\r\n"
        )?;
    }
    Ok(())
}
