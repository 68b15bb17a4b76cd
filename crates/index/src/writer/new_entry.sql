insert into entry (
    id, source, identity, path, path_sealed, stamp_size, stamp_modified, stamp_file, format, format_version, service,
    reason, detector, metadata, options, hash, size, state, same_as
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
