update number
set (sources, conversations) = (
    select count(distinct entry.source),
           count(distinct case when conversation.class = 0 then conversation.id end)
    from facet
    join entry on entry.id = facet.entry
    join conversation on conversation.id = facet.conversation
    where facet.number = ?1
)
where id = ?1
