select (select count(*) from entry),
       (select ifnull(max(id), 0) from entry),
       (select ifnull(max(id), 0) from block),
       (select ifnull(max(id), 0) from mention),
       (select ifnull(sum(messages), 0) from conversation),
       (select ifnull(sum(mentions), 0) from conversation),
       (select count(region) from number),
       (select ifnull(sum(id * (1 + owner)), 0) from number),
       (select count(*) from you)
