select other.id, other.hash, other.records, other.state
from entry as other
join entry as this on this.id = ?1
where other.source = this.source
  and other.identity = this.identity
  and other.id <> this.id
