-- What people do not see of the records of a dataset. The salt is what its hashes are keyed with, sealed.
create table catalog.masking (
    id         uuid primary key references catalog.datasets (id) on delete cascade,
    rules      json not null,
    salt       text not null,
    updated_at timestamptz not null,
    updated_by text not null
);
