-- A topic that is written to a table. "wanted" is what all nodes work towards, as for streams. "database_uri" is sealed, "database_name" is what is
-- shown of it; null: this database. "made_table": it goes with the landing. What must not be lost or repeated, positions and counters, is not here but
-- beside the table itself, in the transactions of its rows.
create table landing (
    id uuid primary key,
    name text not null unique,
    owner text not null,
    topic text not null,
    topic_id text not null,
    stream text,
    definition jsonb not null,
    database_uri text,
    database_name text,
    made_table boolean not null default false,
    keep_table boolean not null default false,
    wanted text not null check (wanted in ('CREATING', 'RUNNING', 'PAUSED', 'DELETING')),
    version bigint not null default 1,
    is_private boolean not null default false,
    created_at timestamptz not null default now()
);
create index landing_by_age on landing (created_at, id);
-- One table, one landing: its counters, its query and its end are of the whole table.
create unique index landing_by_table on landing (coalesce(database_name, ''), (definition ->> 'schema'), (definition ->> 'table'));

-- How far a landing has come, as the nodes tell about once a second: for whoever looks. The truth is beside the table.
create table landing_progress (
    landing uuid not null references landing on delete cascade,
    partition int not null,
    next_offset bigint not null,
    landed bigint not null,
    rows bigint not null,
    dead bigint not null,
    lost bigint not null,
    landed_at timestamptz,
    changes bigint not null,
    primary key (landing, partition)
);

-- How each node's part of it stands; what is older than some seconds counts as nothing.
create table landing_member (
    landing uuid not null references landing on delete cascade,
    node uuid not null,
    state text not null check (state in ('STARTING', 'RUNNING', 'FAILED')),
    reason text,
    rate double precision not null,
    at timestamptz not null default now(),
    primary key (landing, node)
);
