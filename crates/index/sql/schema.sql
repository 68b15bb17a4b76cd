-- The whole schema of a case, version 1. Made in one transaction. Upgrades are numbered steps in open.rs.
--
-- Columns of the silo, sealed under the number key (everything else is readable with the database key alone):
-- source.path_sealed, entry.path_sealed, conversation.title_sealed, conversation_in.title_sealed,
-- participant.name_sealed, participant_in.name_sealed, named.name_sealed, block.names_sealed, number.digits_sealed,
-- spelling.raw_sealed, note.text_sealed.
-- Look-ups are HMACs under the number key; identities are keyed digests under the identity key.
-- Codes of places, roles and the like are listed in codes.rs and never change their meaning.
-- `counts`: of copies of one record in several entries, the one that is shown and counted (writer/resolve.rs).

-- What the user added ------------------------------------------------------------------------------------------

create table source (
    id          integer primary key,
    identity    blob    not null unique,            -- keyed digest of what makes it the same source as last time
    path        text    not null,                   -- as given, numbers masked
    path_sealed blob,                               -- as given, where masking changed it
    kind        integer not null check (kind between 0 and 2), -- file, folder, archive
    size        integer not null,                   -- bytes on disk
    added_at    integer not null                    -- milliseconds since 1970
) strict;

create table entry (
    id              integer primary key,            -- high half of the ids of its records
    source          integer not null references source,
    identity        blob    not null,               -- keyed digest of the path inside the source
    path            text    not null,               -- numbers masked
    path_sealed     blob,
    stamp_size      integer not null,               -- cheap sign that the file is as it was
    stamp_modified  integer not null,               -- nanoseconds since 1970
    stamp_file      integer not null,               -- inode
    format          text    not null,               -- id of the format; empty where none recognised it
    format_version  integer not null,
    service         text    not null,               -- empty where the format belongs to none
    reason          text    not null,               -- why it was recognised
    detector        integer not null,               -- version of the finder
    metadata        text    not null,               -- version of the numbering metadata
    options         text    not null,               -- whatever else decides events and matches
    hash            blob    check (length(hash) = 32), -- BLAKE3 of its bytes; null until it was read to its end
    size            integer not null,               -- unpacked bytes
    state           integer not null check (state between 0 and 5), -- reading, read, failed, skipped, same as, earlier
    same_as         integer references entry,       -- for state 4
    skipped         integer,                        -- reason, for state 3
    why             text    not null default '',    -- for state 2
    events          integer not null default 0,     -- stored so far: where an interrupted reading goes on
    records         integer not null default 0,     -- of those, with parts
    messages        integer not null default 0,     -- of those, messages; copies included
    mentions        integer not null default 0,     -- that count
    unread          integer not null default 0,     -- things that belong to messages and were not read
    problems        integer not null default 0
) strict;
create index entry_by_path on entry (source, identity);
create index entry_by_hash on entry (hash) where hash is not null;
create index entry_by_same on entry (same_as) where same_as is not null;

-- Coverage: seen = read + skipped + failed.
create table tally (
    entry   integer not null references entry,
    kind    integer not null,                       -- of record
    seen    integer not null,
    read    integer not null,
    failed  integer not null,
    primary key (entry, kind)
) strict, without rowid;

create table skip (
    entry   integer not null references entry,
    kind    integer not null,
    reason  integer not null,
    records integer not null,
    primary key (entry, kind, reason)
) strict, without rowid;

create table problem (
    id      integer primary key,
    entry   integer not null references entry,
    kind    integer not null,
    at      integer not null,                       -- byte in the entry
    line    integer                                 -- from 1, where there are lines
) strict;
create index problem_by_entry on problem (entry, at, kind, line);

-- Conversations ------------------------------------------------------------------------------------------------

create table conversation (
    id              integer primary key,
    identity        blob    not null unique,        -- keyed digest of service and key: joins exports of it
    class           integer not null check (class between 0 and 3), -- conversation, accounts, contacts, people of a service
    service         text    not null,               -- the format's id where the format belongs to no service
    title           text    not null default '',    -- numbers masked
    title_sealed    blob,
    kind            integer not null default 6,
    omits_tool_data integer not null default 0,
    truncated_start integer not null default 0,
    source          integer,                        -- that of its newest entry
    messages        integer not null default 0,     -- that count
    participants    integer not null default 0,
    mentions        integer not null default 0,     -- that count
    numbers         integer not null default 0,     -- different ones among them
    unread          integer not null default 0,     -- things that belong to its messages and were not read, at least
    first_at        integer,                        -- milliseconds since 1970, of messages that count
    last_at         integer,
    entries         integer not null default 0      -- that hold some of it
) strict;
create index conversation_class on conversation (class, id);
create index conversation_latest on conversation (last_at desc, id) where class = 0;
create index conversation_mentions on conversation (mentions desc, id) where class = 0;
create index conversation_messages on conversation (messages desc, id) where class = 0;

-- What one entry says of a conversation.
create table conversation_in (
    conversation    integer not null references conversation,
    entry           integer not null references entry,
    title           text    not null default '',
    title_sealed    blob,
    kind            integer not null default 6,
    omits_tool_data integer not null default 0,
    truncated_start integer not null default 0,
    records         integer not null default 0,
    unread          integer not null default 0,
    first_at        integer,
    last_at         integer,
    primary key (conversation, entry)
) strict, without rowid;
create index conversation_in_entry on conversation_in (entry);

create table participant (
    id              integer primary key,
    conversation    integer not null references conversation,
    person          integer not null,               -- keyed digest of service and key: the same in all conversations
    name            text    not null default '',    -- numbers masked
    name_sealed     blob,
    role            integer not null default 0,
    owner           integer not null default 0,     -- the export says it is its owner
    number          integer,                        -- that they write from
    messages        integer not null default 0,     -- copies included
    unique (conversation, person)
) strict;
create index participant_person on participant (person);
create index participant_owner on participant (person) where owner = 1;
create index participant_name on participant (person, name) where name <> '';
create index participant_number on participant (person, number) where number is not null;

-- A participant as it is shown: whom one conversation names, or tells to be the export's owner, is that in all of them.
create view author as
select participant.id,
       participant.conversation,
       participant.person,
       ifnull(nullif(participant.name, ''), (
           select min(other.name) from participant as other where other.person = participant.person and other.name <> ''
       )) as name,
       case when participant.name <> '' then participant.name_sealed else (
           select other.name_sealed from participant as other
           where other.person = participant.person and other.name <> '' order by other.name, other.id limit 1
       ) end as name_sealed,
       participant.role,
       exists (select 1 from you where you.person = participant.person) or exists (
           select 1 from participant as other where other.person = participant.person and other.owner = 1
       ) as owner,
       ifnull(participant.number, (
           select min(other.number) from participant as other
           where other.person = participant.person and other.number is not null
       )) as number,
       participant.messages
from participant;

-- What one entry says of a participant.
create table participant_in (
    participant     integer not null references participant,
    entry           integer not null references entry,
    name            text    not null default '',
    name_sealed     blob,
    role            integer not null default 0,
    owner           integer not null default 0,
    number          integer,
    messages        integer not null default 0,
    primary key (participant, entry)
) strict, without rowid;
create index participant_in_entry on participant_in (entry);

-- Records, packed ----------------------------------------------------------------------------------------------

create table block (
    id              integer primary key,
    entry           integer not null,
    conversation    integer not null,
    facts           integer not null,               -- 0: messages; 1: other records with parts
    first_ordinal   integer not null,               -- of its records in the entry
    last_ordinal    integer not null,
    records         integer not null,
    counting        integer not null,               -- records that count
    skips           blob,                           -- one bit a record, set where it does not count; null where all count
    position        integer not null,               -- messages that count before its stretch, in the conversation
    first_at        integer,                        -- of messages that count: running maximum of the times, in milliseconds
    last_at         integer,
    digests         blob    not null,               -- eight bytes a record: keyed digest of its content
    columns         blob    not null,               -- facts of the records, in columns, zstd
    texts           blob    not null,               -- texts of all parts, one after the other, zstd
    text_size       integer not null,               -- unpacked bytes of texts
    names_sealed    blob                            -- labels and file names that were masked
) strict;
create index block_in_conversation on block (conversation, facts, position, first_at, id);
create index block_in_entry on block (entry, first_ordinal);

-- Words: which three-letter sequences a block holds, as bits. New blocks have a row each; 512 of them are turned by
-- a quarter into slices, so that a search reads only the bits that it asks for.
create table signature (
    block           integer primary key,
    last_at         integer,
    bits            blob    not null                -- 8192 of them
) strict;

create table segment (
    id              integer primary key,
    blocks          blob    not null                -- 512 times: block, last_at
) strict;

create table slice (
    id              integer primary key,            -- segment * 128 + number of the slice
    bits            blob    not null                -- 64 positions, each 512 bits
) strict;

-- Numbers ------------------------------------------------------------------------------------------------------

create table number (
    id              integer primary key,
    lookup          blob    not null unique check (length(lookup) = 16), -- HMAC of the number, or of its candidates
    digits_sealed   blob    not null,               -- E.164, or the candidates
    open            integer not null,               -- 1 while the region is open
    masked          text    not null,               -- as shown
    ending          text    not null,               -- last two digits; empty for short codes
    region          text,                           -- null while open
    line_type       integer not null,
    class           integer not null,
    other_form      blob,                           -- look-up of the same line in another form of its plan
    owner           integer not null default 4,
    owner_said      integer,                        -- 0 by the user, 1 from evidence
    set_aside       integer not null default 0,
    mentions        integer not null default 0,     -- that count; the next three sum to it
    sure            integer not null default 0,
    likely          integer not null default 0,
    maybe           integer not null default 0,
    certainty       integer not null generated always as (case when sure > 0 then 2 when likely > 0 then 1 else 0 end) stored,
    sources         integer not null default 0,
    conversations   integer not null default 0,
    first_at        integer,
    last_at         integer
) strict;
create index number_by_mentions on number (mentions desc, masked, first_at, last_at, id) where mentions > 0;
create index number_by_latest on number (last_at desc, masked, first_at, last_at, id) where mentions > 0;
create index number_by_earliest on number (first_at is null, first_at, masked, first_at, last_at, id) where mentions > 0;
create index number_by_owner on number (owner, mentions desc, masked, first_at, last_at, id) where mentions > 0;
create index number_by_ending on number (ending, mentions desc, id) where mentions > 0;

-- What an open number would be in each region in play.
create table candidate (
    number          integer not null references number,
    region          text    not null,
    lookup          blob    not null,               -- of the number there
    masked          text    not null,
    line_type       integer not null,
    class           integer not null,
    primary key (number, region)
) strict, without rowid;
create index candidate_lookup on candidate (lookup);

-- How a number was written.
create table spelling (
    id              integer primary key,
    number          integer not null,
    lookup          integer not null,               -- keyed digest of the spelling
    raw_sealed      blob    not null,
    unique (number, lookup)
) strict;

create table mention (
    id              integer primary key,
    identity        integer not null,               -- keyed digest of what it is by content
    number          integer not null,
    found           integer,                        -- the open number it was before its region was settled
    record          integer not null,               -- entry << 32 | ordinal
    record_type     integer not null,
    block           integer not null,
    slot            integer not null,               -- index of the record in the block
    part            integer not null,
    stored_at       integer not null,               -- byte of the token in the part's stored text
    start           integer not null,               -- first character in the part's text
    length          integer not null,               -- in characters
    conversation    integer not null,
    author          integer,                        -- participant
    place           integer not null,
    role            integer not null,
    certainty       integer not null,
    reasons         integer not null,               -- one bit each
    spelling        integer not null,
    sent_at         integer,
    zone            integer not null default 0,
    counts          integer not null,
    origin          integer,                        -- who supplied it first; null until judged
    origin_flags    integer,
    supplier        integer,                        -- the mention that supplied it
    set_aside       integer not null default 0
) strict;
create index mention_in_record on mention (record, part, stored_at);
create index mention_of_number on mention (number, sent_at desc, id) where counts = 1;
create index mention_latest on mention (sent_at desc, id) where counts = 1;
create index mention_earliest on mention (sent_at is null, sent_at, id) where counts = 1;
create index mention_in_conversation on mention (conversation, record, part, stored_at) where counts = 1;
create index mention_in_block on mention (block);
create index mention_identity on mention (identity);
create index mention_found on mention (found) where found is not null;

-- Counts of mentions that count, by everything a screen groups by.
create table facet (
    number          integer not null,
    conversation    integer not null,
    entry           integer not null,
    author          integer not null,               -- participant; 0 for none
    record_type     integer not null,
    place           integer not null,
    role            integer not null,
    month           integer not null,               -- year * 12 + month - 1; -1 without a time
    mentions        integer not null,
    primary key (number, conversation, entry, author, record_type, place, role, month)
) strict, without rowid;
create index facet_by_conversation on facet (conversation, number);

-- Names seen with a number: claims.
create table named (
    number          integer not null,
    record          integer not null,               -- that says so
    name            text    not null,
    name_sealed     blob,
    primary key (number, record)
) strict, without rowid;
create index named_by_record on named (record);

-- What the user says; by content, so that it outlives rows -----------------------------------------------------

create table owner (
    lookup          blob    not null,               -- of a number
    said            integer not null,               -- 0 by the user, 1 from evidence
    owner           integer not null,
    primary key (lookup, said)
) strict, without rowid;

create table decision (
    subject         integer not null,               -- 0 number, 1 mention, 2 conversation, 3 finding
    identity        blob    not null,
    decision        integer not null,               -- 0 keep, 1 set aside
    primary key (subject, identity)
) strict, without rowid;

create table note (
    subject         integer not null,
    identity        blob    not null,
    text            text    not null,               -- numbers masked
    text_sealed     blob,
    primary key (subject, identity)
) strict, without rowid;

create table setting (
    name            text    primary key,
    value           text    not null
) strict, without rowid;

-- Persons (participant.person) that the user says they are, beside those that an export says.
create table you (
    person          integer primary key
) strict;

-- Regions in which open numbers were settled by the user.
create table settled (
    region          text    primary key
) strict, without rowid;

-- Results of rules ---------------------------------------------------------------------------------------------

create table finding (
    id              integer primary key,
    kind            text    not null,
    identity        blob    not null,
    facts           text    not null,               -- JSON
    number          integer not null default 0,     -- what it is about
    conversation    integer,                        -- where it holds; null for the whole case
    unique (kind, identity)
) strict;
create index finding_of_number on finding (number);

create table evidence (
    finding         integer not null references finding on delete cascade,
    nth             integer not null,
    role            text    not null,
    record          integer not null,
    mention         integer,
    primary key (finding, nth)
) strict, without rowid;

-- The log ------------------------------------------------------------------------------------------------------

create table log (
    sequence        integer primary key,            -- from 1, without gaps
    at              integer not null,               -- by the wall clock, in milliseconds since 1970
    event           integer not null,
    count           integer not null,
    detail          text    not null,
    seal            blob    not null check (length(seal) = 32) -- HMAC of the row and of the seal before
) strict;

-- The key that seals the next line. Moved on with each line; the one before is overwritten.
create table log_key (
    one             integer primary key check (one = 1),
    next            integer not null,               -- sequence it is for
    key             blob    not null check (length(key) = 32)
) strict;
