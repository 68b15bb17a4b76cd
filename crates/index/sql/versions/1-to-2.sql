-- What a finding is about stood in its facts alone.
alter table finding add column number integer not null default 0;
alter table finding add column conversation integer;
update finding set number = json_extract(facts, '$.number'), conversation = json_extract(facts, '$.conversation');
create index finding_of_number on finding (number);
