-- Each node's share of what a stream writes, and of what it reads of each source topic, beside that of all that it reads.
alter table stream_rate
    add column matched double precision not null default 0,
    add column sources jsonb not null default '{}';
-- Which streams read a topic.
create index stream_by_source on stream using gin (sources jsonb_path_ops);
