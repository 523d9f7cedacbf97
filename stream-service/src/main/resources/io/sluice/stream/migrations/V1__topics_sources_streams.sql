-- Who owns a topic. A row counts only while "id" is the broker's id of the topic: a topic that was deleted and created
-- again outside the platform does not inherit an owner.
create table topic (
    name text primary key,
    id text not null,
    owner text not null,
    dataset text,
    stream text,
    is_private boolean not null default false,
    created_at timestamptz not null default now()
);

create table source_state (
    dataset uuid primary key,
    name text not null,
    topic text not null,
    state text not null check (state in ('STARTING', 'RUNNING', 'PAUSED', 'FAILED')),
    reason text,
    records bigint not null default 0,
    rate double precision not null default 0
);

-- "is_private": made from something private, so seen only by its owner and administrators.
-- "wanted" is what all nodes work towards: CREATING until topic and start positions exist, DELETING until nothing is left.
create table stream (
    id uuid primary key,
    name text not null unique,
    topic text not null unique,
    owner text not null,
    title text,
    notes text,
    definition jsonb not null,
    sources jsonb not null,
    wanted text not null check (wanted in ('CREATING', 'RUNNING', 'PAUSED', 'FAILED', 'DELETING')),
    started boolean not null default false,
    reason text,
    is_private boolean not null default false,
    created_at timestamptz not null default now()
);
create index stream_by_age on stream (created_at, id);

-- The next offset to read of each source partition: pinned at creation, moved on whenever a node stops the stream. What the
-- consumer group has committed wins; this is what remains when the broker forgets an idle group.
create table stream_position (
    stream uuid not null references stream on delete cascade,
    topic text not null,
    partition int not null,
    next_offset bigint not null,
    primary key (stream, topic, partition)
);

create table stream_stats (
    stream uuid primary key references stream on delete cascade,
    scanned bigint not null default 0,
    matched bigint not null default 0,
    failed bigint not null default 0
);

-- Each node's share of a stream's rate; what is older than some seconds counts as nothing.
create table stream_rate (
    stream uuid not null references stream on delete cascade,
    node uuid not null,
    rate double precision not null,
    at timestamptz not null default now(),
    primary key (stream, node)
);
