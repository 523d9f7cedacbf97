-- Metadata for citations, the encrypted secrets of sources, and a count of changes.
alter table catalog.datasets
    add column metadata json not null default '{"contacts":[],"fields":[]}',
    add column credentials json not null default '{}',
    add column version integer not null default 1;

-- Sources that the platform runs: all but topics that are read where they are, and mere entries.
alter table catalog.datasets add column runs boolean generated always as
    (source ->> 'type' not in ('kafka', 's3', 'service') or (source ->> 'type' = 'kafka' and source ->> 'copy' is not null)) stored;

create index datasets_that_run on catalog.datasets (id) where runs;
