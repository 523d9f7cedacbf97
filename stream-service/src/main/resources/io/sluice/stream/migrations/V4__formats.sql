-- How the records of a topic are read, where somebody has said so, also of topics that were made outside the platform. As with owners, a
-- row counts only while "id" is the broker's id of the topic. "version" grows with each change.
create table topic_format (
    name text primary key,
    id text not null,
    format jsonb not null,
    version bigint not null default 1
);
