-- Topics that streams have had, for what reads a stream rather than a topic: it comes through them in the order of the versions. A row is a
-- version that was replaced. "goes_on": the version behind it began at the very record where this one has ended; else it has computed
-- everything anew, and "begins" are the ends of its topic at that moment, by partition. The rows go with the stream.
create table stream_past (
    stream uuid not null,
    version int not null,
    topic text not null,
    goes_on boolean not null,
    begins bigint[],
    primary key (stream, version)
);

-- "stream_id": the id that the world knows of the stream that is landed; null: a topic is. "earlier": the topics that were landed before
-- "topic", oldest first; the number of a dead letter's topic counts them.
alter table landing
    add column stream_id uuid,
    add column earlier text[] not null default '{}';
update landing l set stream_id = s.stream from stream s
    where s.name = l.stream and s.era = 'CURRENT' and s.created_at <= l.created_at;

-- "stream_id": as for landings.
alter table alert add column stream_id uuid;
update alert a set stream_id = s.stream from stream s
    where a.definition ->> 'stream' in (s.name, s.stream::text) and s.era = 'CURRENT' and s.created_at <= a.created_at;
