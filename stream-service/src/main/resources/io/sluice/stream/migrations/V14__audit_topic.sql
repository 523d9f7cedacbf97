-- Up to which entry the audit is known to be on its topic. The exact place is committed with the records; brokers forget that one
-- after some idle days.
create table audit_topic (
    singleton boolean primary key default true check (singleton),
    seq       bigint not null
);

insert into audit_topic (seq) values (0);
