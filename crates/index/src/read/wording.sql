select first_ordinal, records, columns, texts, text_size
from block
where entry = ?1
  and first_ordinal <= ?2
  and last_ordinal >= ?2
order by first_ordinal desc
