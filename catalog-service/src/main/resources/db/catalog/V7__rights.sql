-- At most so much of what its user may is for the bearer of a key or code; null: all of it. Keys of before stay as they were.
alter table catalog.api_keys add column scope text;
update catalog.api_keys set scope = role;
alter table catalog.codes add column scope text not null default 'admin';

create table catalog.groups (
    name        text collate "C" primary key,
    description text not null,
    owner       text not null,
    created_at  timestamptz not null
);

create table catalog.group_members (
    group_name text collate "C" not null references catalog.groups (name) on delete cascade,
    username   text collate "C" not null references catalog.users (name) on delete cascade,
    primary key (group_name, username)
);

create index group_members_by_user on catalog.group_members (username);

-- Things are named by ids that never come back, organizations by their names; on_name is what it was called when it was granted.
create table catalog.grants (
    id              uuid primary key,
    on_kind         text not null,
    on_id           text collate "C" not null,
    on_name         text not null,
    to_user         text collate "C" references catalog.users (name) on delete cascade,
    to_group        text collate "C" references catalog.groups (name) on delete cascade,
    to_organization text collate "C" references catalog.organizations (name) on delete cascade,
    level           text not null,
    download        boolean not null,
    expires_at      timestamptz,
    created_by      text not null,
    created_at      timestamptz not null,
    constraint grants_to_one check (num_nonnulls(to_user, to_group, to_organization) = 1)
);

create index grants_by_thing on catalog.grants (on_kind, on_id);
create index grants_by_user on catalog.grants (to_user) where to_user is not null;
create index grants_by_group on catalog.grants (to_group) where to_group is not null;
create index grants_by_organization on catalog.grants (to_organization) where to_organization is not null;
create index grants_by_expiry on catalog.grants (expires_at) where expires_at is not null;

-- on_ref is as it was asked for; on_id is null where there was nothing of that name.
create table catalog.access_requests (
    id         uuid primary key,
    on_kind    text not null,
    on_ref     text not null,
    on_id      text collate "C",
    username   text collate "C" not null references catalog.users (name) on delete cascade,
    level      text not null,
    reason     text not null,
    state      text not null,
    created_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    grant_id   uuid
);

create unique index access_requests_pending on catalog.access_requests (username, on_kind, on_ref) where state = 'pending';
create index access_requests_by_state on catalog.access_requests (state, created_at);

-- What is gone takes its grants with it: the name of an organization may come back.
create function catalog.forget_grants() returns trigger language plpgsql as $$
begin
    delete from catalog.grants g using gone o where g.on_kind = tg_argv[0] and g.on_id = (to_jsonb(o) ->> tg_argv[1]);
    return null;
end $$;

create trigger organizations_gone after delete on catalog.organizations
    referencing old table as gone for each statement execute function catalog.forget_grants('organization', 'name');
create trigger datasets_gone after delete on catalog.datasets
    referencing old table as gone for each statement execute function catalog.forget_grants('dataset', 'id');

-- Whether a user sees a dataset. The marks say what the user holds (Sight.java): * everything, = an organization of one's own, + granted, - denied.
-- A plain expression, so that it is planned as if it were written out; without marks that is the short one.
create function catalog.seen(is_private boolean, owner text, organization text, id uuid, who text, marks text[])
returns boolean language sql immutable parallel safe as $$
    select case when marks = '{}'::text[] then not is_private or owner = who
    else '*' = any (marks) or owner = who or ('=o:' || organization) = any (marks)
        or ((not is_private or ('+d:' || id::text) = any (marks) or ('+o:' || organization) = any (marks))
            and not ('-d:' || id::text) = any (marks) and not ('-o:' || organization) = any (marks)) end
$$;
