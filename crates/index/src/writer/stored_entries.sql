select id, state, stamp_size, stamp_modified, stamp_file, hash,
       format, format_version, service, reason, detector, metadata, options,
       events, records, messages, unread, problems
from entry
where source = ?1
  and identity = ?2
order by id desc
