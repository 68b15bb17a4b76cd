select id, source, path, path_sealed is not null, size, hash, format, format_version, reason, detector, metadata, state,
       same_as, skipped, why, events, messages, mentions, problems
from entry
