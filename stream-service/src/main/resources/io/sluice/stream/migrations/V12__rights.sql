-- What grants on a topic name it by: kept when the topic is emptied by deleting and making it again, another one for every later owner of the name.
alter table topic
    add column uid uuid not null default gen_random_uuid(),
    -- given up by its owner, who still sees it; the next owner of the name gets an empty one
    add column released boolean not null default false,
    -- since when it is being made anew; nobody sees it meanwhile
    add column reset_at timestamptz;

create unique index topic_by_uid on topic (uid);

-- Whether a user sees a thing. The marks say what the user holds (Sight.java): * everything, + granted, - denied.
create function seen(kind text, id text, owner text, is_private boolean, who text, marks text[])
returns boolean language sql immutable parallel safe as $$
    select '*' = any (marks) or owner = who
        or ((not is_private or ('+' || kind || ':' || id) = any (marks)) and not ('-' || kind || ':' || id) = any (marks))
$$;
