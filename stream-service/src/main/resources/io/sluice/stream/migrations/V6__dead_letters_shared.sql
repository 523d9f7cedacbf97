-- The topic of the records that a stream could not decide about or write; streams that were made before there were any have none.
-- "shared": its records are read and judged together with those of other streams of the same topic, by one application for them all.
-- Streams that were made before stay applications of their own.
alter table stream
    add column dead_letters text,
    add column shared boolean not null default false;
create index stream_shared on stream (id) where shared;

-- "failures": the newest ones as JSON objects, newest first.
alter table stream_stats
    add column dead bigint not null default 0,
    add column late bigint not null default 0,
    add column failures jsonb not null default '[]';

-- Where an application that streams share was when a node stopped it; as with "stream_position", what its consumer group has committed wins.
create table shared_position (
    application text not null,
    topic text not null,
    partition int not null,
    next_offset bigint not null,
    primary key (application, topic, partition)
);
