-- How far a source has come, whatever its kind.
alter table source_state drop constraint source_state_state_check;
alter table source_state
    add constraint source_state_state_check check (state in ('STARTING', 'RUNNING', 'PAUSED', 'FAILED', 'COMPLETED')),
    add column rows bigint not null default 0,
    add column bytes bigint not null default 0,
    add column size bigint,
    add column failed bigint not null default 0,
    add column failures text[] not null default '{}',
    add column idle boolean not null default false;
