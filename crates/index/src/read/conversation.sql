select id, title, title_sealed is not null, kind, service, source, messages, participants, mentions, numbers, first_at,
       last_at, omits_tool_data, truncated_start, entries, unread
from conversation
