create table catalog.views (
    id         uuid primary key,
    name       text not null,
    owner      text collate "C" not null,
    content    jsonb not null,
    private    boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create index views_by_owner on catalog.views (owner);

create trigger views_gone after delete on catalog.views
    referencing old table as gone for each statement execute function catalog.forget_grants('view', 'id');
