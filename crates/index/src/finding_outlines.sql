select finding.id,
       finding.kind,
       finding.identity,
       finding.facts,
       finding.number,
       number.owner,
       finding.conversation,
       ifnull(conversation.service, ''),
       entry.source,
       entry.format,
       decision.decision
from finding
join number on number.id = finding.number
join evidence on evidence.finding = finding.id and evidence.nth = 0
join entry on entry.id = evidence.record >> 32
left join conversation on conversation.id = finding.conversation
left join decision on decision.subject = ?1 and decision.identity = finding.identity
order by finding.id
