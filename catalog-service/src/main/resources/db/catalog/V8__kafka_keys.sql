-- A key is also a credential of Kafka. Its text is kept, sealed, until Kafka has it; "kafka_at" says since when Kafka does. Keys from before this have
-- neither.
alter table catalog.api_keys add column kafka_sealed text, add column kafka_at timestamptz;

-- Told when it is committed, to whoever keeps Kafka's credentials and rules. That a key was used is no news.
create function catalog.tell_keys() returns trigger language plpgsql as $$
begin
    perform pg_notify('sluice_keys', case tg_table_name
        when 'users' then to_jsonb(new) ->> 'name'
        else coalesce(to_jsonb(new), to_jsonb(old)) ->> 'username' end);
    return null;
end $$;

create trigger api_keys_told after insert or delete or update of role, expires_at on catalog.api_keys
    for each row execute function catalog.tell_keys();
create trigger users_told after update of role on catalog.users for each row execute function catalog.tell_keys();
