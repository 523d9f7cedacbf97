-- What other systems know a user by, for ever and for nobody else; its last group is also the name of the user's namespace of topics.
alter table catalog.users add column id uuid not null default gen_random_uuid();
create unique index users_id on catalog.users (id);
create unique index users_namespace on catalog.users (right(id::text, 12));

-- One key of a user may be told again, to clients of the Diaspora Event Fabric, which ask for it each time: its text is kept, sealed.
alter table catalog.api_keys add column retold_sealed text;
create unique index api_keys_retold on catalog.api_keys (username) where retold_sealed is not null;
