select case when conversation.class = 0 then conversation.id end,
       conversation.kind,
       conversation.service,
       entry.source,
       facet.record_type,
       facet.place,
       facet.role,
       /* by owner */ as by_owner,
       facet.month,
       sum(facet.mentions)
from facet
join conversation on conversation.id = facet.conversation
join entry on entry.id = facet.entry
where /* where */
group by facet.conversation, entry.source, facet.record_type, facet.place, facet.role, by_owner, facet.month
order by facet.conversation, entry.source, facet.record_type, facet.place, facet.role, by_owner, facet.month
