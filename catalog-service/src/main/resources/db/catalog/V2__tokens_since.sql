-- Access tokens of a user that were issued before this stand no longer: its creation, or the last change of its password.
alter table catalog.users add column tokens_since timestamptz;
update catalog.users set tokens_since = created_at;
alter table catalog.users alter column tokens_since set not null;
