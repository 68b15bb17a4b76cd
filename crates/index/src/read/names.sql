select id, title from conversation where class = 0 and title <> ''
union all
select conversation, name from participant where name <> ''
and exists (select 1 from conversation where conversation.id = participant.conversation and class = 0)
