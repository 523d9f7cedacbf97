-- The names of users' keys that were put into Kafka, so that nothing there is touched that somebody else made. "revoked_at": everything is denied to
-- it, as long as a connection may be open that was made with it.
create table kafka_principal (
    username text primary key,
    revoked_at timestamptz
);

-- Topics that every key may read natively; likewise, so that rules of others for everybody are left alone.
create table kafka_open_topic (
    topic text primary key
);

create function tell_topics() returns trigger language plpgsql as $$
begin
    perform pg_notify('sluice_topics', coalesce(to_jsonb(new), to_jsonb(old)) ->> 'name');
    return null;
end $$;

create trigger topic_told after insert or update or delete on topic for each row execute function tell_topics();

-- Bytes a second through Kafka that a user has, where an administrator has said so; null: as the configuration says.
create table kafka_quota (
    username text primary key,
    bytes_in bigint,
    bytes_out bigint,
    check (bytes_in > 0),
    check (bytes_out > 0)
);
