-- What each dataset was before each of its changes. What it is now stays in its own row, so registering costs nothing more.
alter table catalog.datasets
    -- who made the present version (null: its owner), and what that changed, as JSON pointers
    add column changed_by text,
    add column changed text[] not null default '{}';

create table catalog.dataset_versions (
    dataset uuid not null references catalog.datasets (id) on delete cascade,
    version integer not null,
    at      timestamptz not null,
    by      text not null,
    changed text[] not null,
    -- whether it was private then: such a version stays with its owner and the administrators
    private boolean not null,
    owner   text not null,
    -- the dataset without its credentials; json, not jsonb: every digit and the order of the keys
    content json not null,
    primary key (dataset, version)
);
