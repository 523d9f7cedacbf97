-- A row is one version of a stream. "id" is the version's: what runs, its positions and its figures go by it. "stream" is the id that the
-- world knows; all versions of a stream share it, and the name. CURRENT is what the stream is; NEXT, at most one, catches up beside it; PAST
-- was replaced or called off, and is on its way out. "follows": it begins where that version has ended, so it waits until that is known.
-- wanted ENDING: it shall stop, at a position that is final, for the version that follows it.
alter table stream
    drop constraint stream_name_key,
    drop constraint stream_wanted_check,
    add constraint stream_wanted_check
        check (wanted in ('CREATING', 'RUNNING', 'PAUSED', 'FAILED', 'ENDING', 'DELETING')),
    add column stream uuid,
    add column version int not null default 1,
    add column era text not null default 'CURRENT' check (era in ('CURRENT', 'NEXT', 'PAST')),
    add column follows uuid;
update stream set stream = id;
alter table stream alter column stream set not null;
create unique index stream_current_by_name on stream (name) where era = 'CURRENT';
create unique index stream_current on stream (stream) where era = 'CURRENT';
create unique index stream_next on stream (stream) where era = 'NEXT';

-- Where the stream began, for versions that begin there, too; null: not known, it is from before there were versions.
alter table stream_position add column first_offset bigint;
