select mention.id,
       mention.number,
       mention.record,
       mention.record_type,
       case when conversation.class = 0 then conversation.id end,
       entry.source,
       mention.part,
       mention.place,
       mention.role,
       mention.author,
       mention.sent_at,
       mention.zone,
       mention.certainty,
       number.class,
       number.line_type,
       max(mention.set_aside, number.set_aside)
from mention
join number on number.id = mention.number
join conversation on conversation.id = mention.conversation
join entry on entry.id = mention.record >> 32
