//! What kind of file a name or a MIME type announces.

use teltale_model::{Media, UnreadKind};

/// By the MIME type if there is one, else by the name's ending.
pub(crate) fn of(name: &str, mime: Option<&str>) -> Media {
    match mime.and_then(|mime| mime.split('/').next()) {
        Some("image") => return Media::Image,
        Some("audio") => return Media::Audio,
        Some("video") => return Media::Video,
        Some(_) | None => {}
    }
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" | "bmp" | "tif" | "tiff" | "svg" | "tgs" => {
            Media::Image
        }
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "aac" | "flac" | "amr" => Media::Audio,
        "mp4" | "mov" | "webm" | "mkv" | "avi" | "3gp" => Media::Video,
        "vcf" | "vcard" => Media::Contact,
        _ => Media::Document,
    }
}

/// What is not read where the file's bytes are not there.
pub(crate) fn unread(media: Media) -> UnreadKind {
    match media {
        Media::Image => UnreadKind::Image,
        Media::Audio => UnreadKind::Audio,
        Media::Video => UnreadKind::Video,
        Media::Contact => UnreadKind::ContactCard,
        Media::Document => UnreadKind::Document,
    }
}
