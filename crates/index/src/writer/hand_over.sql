update entry
set (source, identity, path, path_sealed, stamp_size, stamp_modified, stamp_file) = (
    select source, identity, path, path_sealed, stamp_size, stamp_modified, stamp_file from entry where id = ?2
)
where id = ?1
