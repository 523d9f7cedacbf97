-- What a stream reads secured sources with that have no credentials of their own: sealed, by name, and never shown. Its sources then have an
-- "input", the topic of the stream alone that they are copied to.
alter table stream add column credentials jsonb not null default '{}';
create index stream_with_credentials on stream (id) where credentials <> '{}';
