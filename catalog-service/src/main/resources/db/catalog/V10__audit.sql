-- Who did what. Rows are only ever added; each has a digest of the one before and of itself (Chain.java), so that a change shows.

create table catalog.audit (
    seq         bigint primary key,
    id          uuid not null,
    recorded_at timestamptz not null,
    at          timestamptz not null,
    username    text collate "C",
    credential  text not null,
    address     text not null,
    action      text collate "C" not null,
    kind        text collate "C" not null,
    thing       text collate "C",
    name        text collate "C",
    owner       text collate "C",
    outcome     text not null,
    rule        text not null,
    status      integer not null,
    request     text not null,
    -- a JSON object, as a text: the digest is over its characters
    details     text not null,
    hash        bytea not null,
    constraint audit_id unique (id),
    constraint audit_outcome check (outcome in ('ALLOWED', 'REFUSED', 'FAILED'))
);

create index audit_by_recording on catalog.audit (recorded_at);
create index audit_by_time on catalog.audit (at);
create index audit_by_user on catalog.audit (username, seq);
create index audit_by_owner on catalog.audit (owner, seq);
create index audit_by_thing on catalog.audit (kind, thing, seq);
create index audit_by_name on catalog.audit (kind, name, seq) where name is not null;

-- One row: the last entry, and the last one that is no longer kept. Whoever adds entries holds its lock, so numbers have no gap.
create table catalog.audit_head (
    singleton  boolean primary key default true check (singleton),
    seq        bigint not null,
    hash       bytea not null,
    begin_seq  bigint not null,
    begin_hash bytea not null
);

insert into catalog.audit_head (seq, hash, begin_seq, begin_hash)
values (0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

create function catalog.audit_refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.seq <= nullif(current_setting('sluice.audit_forget', true), '')::bigint
           and old.recorded_at < now() - interval '1 day' then
            return old;
        end if;
    end if;
    raise exception 'entries of the audit are only added' using errcode = '42501';
end $$;

create trigger audit_append_only before update or delete on catalog.audit
    for each row execute function catalog.audit_refuse();
create trigger audit_no_truncate before truncate on catalog.audit
    for each statement execute function catalog.audit_refuse();

-- Drops the oldest entries, those recorded before a time that is at least a day ago, at most 20,000 in one call; tells how many.
create function catalog.audit_forget(before timestamptz) returns bigint
    language plpgsql security definer set search_path = catalog, pg_temp as $$
declare
    head catalog.audit_head;
    last bigint;
    gone bigint;
begin
    select * into head from catalog.audit_head for update;
    select coalesce(min(seq) - 1, head.seq) into last from catalog.audit
    where recorded_at >= least(before, now() - interval '1 day');
    last := least(last, head.begin_seq + 20000);
    if last <= head.begin_seq then
        return 0;
    end if;
    update catalog.audit_head set begin_seq = last, begin_hash = (select hash from catalog.audit where seq = last);
    perform set_config('sluice.audit_forget', last::text, true);
    delete from catalog.audit where seq <= last;
    get diagnostics gone = row_count;
    perform set_config('sluice.audit_forget', '', true);
    return gone;
end $$;
