-- Only numbers without a counted mention are looked at; of those, the ones that no row refers to.
create temp table if not exists unmentioned (id integer primary key);
delete from unmentioned;
insert into unmentioned
select id from number
where mentions = 0
  and not exists (select 1 from mention where mention.number = number.id)
  and not exists (select 1 from mention where mention.found = number.id);
delete from spelling where number in (select id from unmentioned);
delete from candidate where number in (select id from unmentioned);
delete from named where number in (select id from unmentioned);
delete from number where id in (select id from unmentioned);
