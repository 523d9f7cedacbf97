-- Users of an OpenID provider are bound to its issuer and subject, and have no password here.
alter table catalog.users alter column password drop not null;
alter table catalog.users add column issuer text;
alter table catalog.users add column subject text;
-- As the provider's claims said at the last sign-in.
alter table catalog.users add column groups text[] not null default '{}';
alter table catalog.users add constraint users_proof
    check ((password is not null) = (issuer is null) and (issuer is null) = (subject is null));
create unique index users_subject on catalog.users (issuer, subject);

-- Browsers that are signed in.
create table catalog.sessions (
    id         text collate "C" primary key,
    hash       bytea not null,
    username   text collate "C" not null references catalog.users (name) on delete cascade,
    role       text not null,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null,
    address    text,
    user_agent text,
    -- the provider's refresh token, sealed, and from when on it is to be used
    renewal    text,
    renew_at   timestamptz,
    constraint sessions_role check (role in ('viewer', 'editor', 'admin')),
    constraint sessions_renewal check ((renewal is null) = (renew_at is null))
);
create unique index sessions_hash on catalog.sessions (hash);
create index sessions_by_user on catalog.sessions (username, created_at);
create index sessions_by_expiry on catalog.sessions (expires_at);

-- Access tokens that were signed out, until they would have expired.
create table catalog.ended_tokens (
    id         text collate "C" primary key,
    expires_at timestamptz not null
);
create index ended_tokens_by_expiry on catalog.ended_tokens (expires_at);

-- What a sign-in by a provider rested on, so that nothing is used twice while it would be good.
create table catalog.used_sign_ins (
    digest     text collate "C" primary key,
    expires_at timestamptz not null
);
create index used_sign_ins_by_expiry on catalog.used_sign_ins (expires_at);

-- A key signs from its time on until the next one's; it is published before and after that.
alter table catalog.signing_keys add column signs_from timestamptz;
update catalog.signing_keys set signs_from = created_at;
alter table catalog.signing_keys alter column signs_from set not null;
drop index catalog.signing_keys_active;
alter table catalog.signing_keys drop column active;
