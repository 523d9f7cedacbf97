-- Attempts to sign in that have failed or are under way, by account and by address. The subject is a digest: a password that was typed as
-- a name is not kept.
create table catalog.sign_in_attempts (
    subject  bytea primary key,
    failures integer not null,
    last_at  timestamptz not null,
    -- before this no attempt is looked at
    next_at  timestamptz not null
);

create index sign_in_attempts_by_age on catalog.sign_in_attempts (last_at);
