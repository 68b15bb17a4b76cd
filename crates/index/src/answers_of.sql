select count(distinct evidence.record),
       count(distinct case when mention.origin_flags & ?3 then evidence.record end)
from finding
join evidence on evidence.finding = finding.id and evidence.role = 'answer'
left join mention on mention.id = evidence.mention
where finding.kind in (?1, ?2)
