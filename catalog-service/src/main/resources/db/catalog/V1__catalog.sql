-- Names sort by code point ("C"), so that pages come in the same order on every server, whatever its locale.

create table catalog.organizations (
    name        text collate "C" primary key,
    title       text not null,
    description text,
    owner       text not null,
    created_at  timestamptz not null
);

create table catalog.datasets (
    id           uuid primary key,
    name         text collate "C" not null,
    title        text not null,
    organization text collate "C" not null,
    notes        text not null,
    tags         text[] not null,
    license      text,
    private      boolean not null,
    -- json, not jsonb: the text as it was written, with every digit and the order of the keys
    extras       json not null,
    mapping      json not null,
    processing   json not null,
    source       jsonb not null,
    type         text generated always as (source ->> 'type') stored,
    paused       boolean not null,
    owner        text not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    -- what full-text search looks at, and the lower-case text that keywords are looked for in; both written by Description.java
    search       tsvector not null,
    described    text not null,
    constraint datasets_name unique (name),
    constraint datasets_organization foreign key (organization) references catalog.organizations (name)
);

create index datasets_search on catalog.datasets using gin (search);
create index datasets_by_organization on catalog.datasets (organization);
create index datasets_by_type on catalog.datasets (type);
create index datasets_by_created on catalog.datasets (created_at, id);
create index datasets_by_updated on catalog.datasets (updated_at, id);

create table catalog.users (
    name       text collate "C" primary key,
    -- an Argon2id hash with its parameters
    password   text not null,
    role       text not null,
    created_at timestamptz not null,
    constraint users_role check (role in ('viewer', 'editor', 'admin'))
);

create unique index users_name on catalog.users (lower(name));

create table catalog.api_keys (
    id           text primary key,
    username     text collate "C" not null references catalog.users (name) on delete cascade,
    name         text collate "C" not null,
    role         text not null,
    secret_hash  bytea not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    constraint api_keys_name unique (username, name),
    constraint api_keys_role check (role in ('viewer', 'editor', 'admin'))
);

create table catalog.codes (
    hash       bytea primary key,
    purpose    text not null,
    username   text collate "C" not null references catalog.users (name) on delete cascade,
    role       text not null,
    expires_at timestamptz not null
);

create index codes_by_expiry on catalog.codes (expires_at);

-- The keys that access tokens are signed with. At most one is active; others are published until their tokens are gone.
create table catalog.signing_keys (
    kid         text primary key,
    private_jwk text not null,
    active      boolean not null,
    created_at  timestamptz not null
);

create unique index signing_keys_active on catalog.signing_keys (active) where active;

create table catalog.idempotency (
    username     text collate "C" not null,
    key          text not null,
    fingerprint  text not null,
    created_at   timestamptz not null,
    -- null while the request is under way
    status       integer,
    location     text,
    content_type text,
    body         text not null,
    primary key (username, key)
);

create index idempotency_by_creation on catalog.idempotency (created_at);
