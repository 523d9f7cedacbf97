-- Consumers that read over HTTP. One that was not seen for a while is none any more, whether its row is still there or not.
create table consumer (
    namespace   text        not null,
    "group"     text        not null,
    id          text        not null,
    username    text        not null,
    format      text        not null,
    reset       text        not null,
    auto_commit boolean     not null,
    min_bytes   integer     not null,
    timeout_ms  bigint,
    -- What it is subscribed to: full names, or a pattern of names. Neither: what it reads was assigned to it.
    topics      text[]      not null default '{}',
    pattern     text,
    created_at  timestamptz not null default clock_timestamp(),
    seen_at     timestamptz not null,
    primary key (namespace, "group", id)
);

create index consumer_username on consumer (username);
create index consumer_seen_at on consumer (seen_at);

-- Where a consumer stands. "begun": where the group began with a partition for which nothing was committed; whoever takes it over begins there.
-- "committed": what the consumer itself committed last.
create table consumer_position (
    namespace text        not null,
    "group"   text        not null,
    id        text        not null,
    topic     text        not null,
    partition integer     not null,
    topic_id  text        not null,
    shared    boolean     not null,
    next      bigint      not null check (next >= 0),
    begun     bigint      not null,
    committed bigint,
    read_at   timestamptz,
    primary key (namespace, "group", id, topic, partition),
    foreign key (namespace, "group", id) references consumer on delete cascade
);

-- What consumers of a group share by subscription is one consumer's at a time.
create unique index consumer_share on consumer_position (namespace, "group", topic, partition) where shared;

-- Actions: requests that are carried out once, whoever asks again within a year. "claim" is held by who carries one out.
create table action (
    id            uuid primary key,
    username      text        not null,
    request_id    text        not null,
    fingerprint   text        not null,
    envelope      text        not null,
    body          text,
    topic         text        not null,
    status        text        not null default 'ACTIVE',
    details       text,
    sight         text,
    mark          text,
    claim         uuid,
    claimed_until timestamptz,
    started_at    timestamptz not null,
    completed_at  timestamptz,
    released      boolean     not null default false,
    -- Offsets of a group that are to be committed, now that the answer is stored.
    owed          text,
    unique (username, request_id)
);

create index action_started_at on action (started_at);
