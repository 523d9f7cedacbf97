-- Alert rules. "epoch" fences: whoever runs a rule has counted it up, and each of its transactions holds only while it is still that; a
-- change of the rule counts it up, too. "condition" is counted up by changes of what the rule watches, "applied" follows when the firings
-- of the condition before have been ended.
create table alert (
    id uuid primary key,
    name text not null,
    owner text not null,
    definition jsonb not null,
    source text not null,
    source_id text not null,
    severity text not null,
    topic text not null,
    chosen text,
    owns_topic boolean not null,
    webhook text,
    secret text,
    is_private boolean not null,
    wanted text not null check (wanted in ('RUNNING', 'FAILED', 'DELETING')),
    reason text,
    revision bigint not null default 1,
    epoch bigint not null default 0,
    condition bigint not null default 1,
    applied bigint not null default 1,
    muted_until timestamptz,
    next_notice bigint not null default 1,
    newest bigint,
    newest_at bigint,
    evaluated bigint not null default 0,
    matched bigint not null default 0,
    undecidable bigint not null default 0,
    late bigint not null default 0,
    refused bigint not null default 0,
    missed bigint not null default 0,
    fired bigint not null default 0,
    published bigint not null default 0,
    delivered bigint not null default 0,
    attempts_failed bigint not null default 0,
    given_up bigint not null default 0,
    created_at timestamptz not null default now()
);
create unique index alert_by_name on alert (name) where wanted <> 'DELETING';
create index alert_by_age on alert (created_at, id);

-- The next offset to read; moved in the transaction that stores what came of the records before it.
create table alert_position (
    alert uuid not null references alert on delete cascade,
    partition int not null,
    next_offset bigint not null,
    primary key (alert, partition)
);

-- What a rule remembers of each group; times are epoch milliseconds of the newest matching records.
create table alert_group (
    alert uuid not null references alert on delete cascade,
    key text not null,
    phase text not null check (phase in ('WATCHING', 'PENDING', 'FIRING')),
    times bigint[] not null,
    since bigint not null,
    matched bigint not null,
    sample text not null,
    event uuid,
    told_at bigint,
    acknowledged boolean not null,
    reminders int not null,
    primary key (alert, key)
);

create table alert_event (
    id uuid primary key,
    alert uuid not null references alert on delete cascade,
    key text not null,
    started_at timestamptz not null,
    fired_at timestamptz not null,
    ended_at timestamptz,
    resolution text,
    matched bigint not null,
    sample text not null,
    acknowledged_by text,
    acknowledged_at timestamptz
);
create index alert_event_by_age on alert_event (fired_at, id);
create index alert_event_of_alert on alert_event (alert, fired_at, id);

-- What is to be told, in the order of "seq" within a rule, on each channel.
create table alert_notice (
    alert uuid not null references alert on delete cascade,
    seq bigint not null,
    event uuid not null references alert_event on delete cascade,
    id uuid not null,
    kind text not null check (kind in ('firing', 'reminder', 'resolved')),
    body text not null,
    at timestamptz not null,
    topic_state text not null check (topic_state in ('waiting', 'delivered', 'muted')),
    webhook_state text check (webhook_state in ('waiting', 'delivered', 'failed', 'muted')),
    attempts int not null default 0,
    last_error text,
    next_attempt timestamptz not null,
    primary key (alert, seq)
);
create index alert_notice_of_event on alert_notice (event, seq);
create index alert_notice_to_publish on alert_notice (alert, seq) where topic_state = 'waiting';
create index alert_notice_to_deliver on alert_notice (alert, seq) where webhook_state = 'waiting';

-- What rules counted that are gone.
create table alert_total (
    id boolean primary key default true check (id),
    fired bigint not null default 0,
    published bigint not null default 0,
    delivered bigint not null default 0,
    attempts_failed bigint not null default 0,
    given_up bigint not null default 0
);
insert into alert_total default values;
