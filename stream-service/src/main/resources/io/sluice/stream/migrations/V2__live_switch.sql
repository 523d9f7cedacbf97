-- Topics whose live reading an administrator has switched off, also those that were made outside the platform and have no owner.
-- As with owners, a row counts only while "id" is the broker's id of the topic.
create table topic_live_off (
    name text primary key,
    id text not null
);
