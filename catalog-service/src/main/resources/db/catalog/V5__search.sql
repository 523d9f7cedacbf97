-- Search at a million datasets. How it works is told in docs/architecture.md.

-- Substrings. A trusted extension: the owner of the database may create it.
create extension if not exists pg_trgm;
create index datasets_described on catalog.datasets using gin (described gin_trgm_ops);

-- The words of name, title and tags a second time, with a mark, so that the index alone tells where a word counts most.
update catalog.datasets
set search = search || array_to_tsvector(array(select '!' || lexeme from unnest(ts_filter(search, '{a,b}'))));

-- How common a word is decides how it is looked for.
alter table catalog.datasets alter column search set statistics 400, alter column tags set statistics 400;

create index datasets_by_tag on catalog.datasets using gin (tags);
create index datasets_by_owner on catalog.datasets (owner);
create index datasets_private on catalog.datasets (owner) where private;
create index datasets_by_title on catalog.datasets (lower(title) collate "C" text_pattern_ops);

-- Where a dataset is (east of the antimeridian: beyond 180 degrees), and when. The period is written by DatasetRow.java.
alter table catalog.datasets
    add column area box generated always as (
        case when metadata #>> '{spatial,west}' is not null then
            box(point((metadata #>> '{spatial,west}')::float8, (metadata #>> '{spatial,south}')::float8),
                point((metadata #>> '{spatial,east}')::float8
                          + case when (metadata #>> '{spatial,west}')::float8 > (metadata #>> '{spatial,east}')::float8
                                 then 360 else 0 end,
                      (metadata #>> '{spatial,north}')::float8))
        end) stored,
    add column period tstzrange;

create index datasets_by_area on catalog.datasets using gist (area);
create index datasets_by_period on catalog.datasets using gist (period);

-- How many public datasets there are, in all and by organization, tag and type. A write adds lines to facet_changes, so that no two
-- writers wait for each other; now and then one of them adds those up into facets.
create table catalog.facets (
    facet text not null,
    value text collate "C" not null,
    count bigint not null,
    primary key (facet, value)
);

create index facets_by_count on catalog.facets (facet, count desc);

create table catalog.facet_changes (
    facet text not null,
    value text collate "C" not null,
    delta bigint not null
);

insert into catalog.facets
select 'total', '', count(*) from catalog.datasets where not private
union all select 'organization', organization, count(*) from catalog.datasets where not private group by organization
union all select 'type', type, count(*) from catalog.datasets where not private group by type
union all select 'tag', tag, count(*) from catalog.datasets, unnest(tags) as tag where not private group by tag;

create function catalog.fold_facets() returns void language plpgsql as $$
begin
    if pg_try_advisory_xact_lock(hashtext('catalog.facet_changes')) then
        with changes as (delete from catalog.facet_changes returning facet, value, delta)
        insert into catalog.facets as f
        select facet, value, sum(delta) from changes group by facet, value having sum(delta) <> 0 order by facet, value
        on conflict (facet, value) do update set count = f.count + excluded.count;
        delete from catalog.facets where count = 0;
    end if;
end $$;

create function catalog.count_facets() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into catalog.facet_changes
        select v.facet, v.value, count(*)
        from added d cross join lateral (
            values ('total', ''), ('organization', d.organization), ('type', d.type)
            union all select 'tag', unnest(d.tags)) as v (facet, value)
        where not d.private group by v.facet, v.value;
    elsif tg_op = 'DELETE' then
        insert into catalog.facet_changes
        select v.facet, v.value, -count(*)
        from removed d cross join lateral (
            values ('total', ''), ('organization', d.organization), ('type', d.type)
            union all select 'tag', unnest(d.tags)) as v (facet, value)
        where not d.private group by v.facet, v.value;
    else
        insert into catalog.facet_changes
        select v.facet, v.value, sum(d.sign)
        from (select 1 as sign, private, organization, type, tags from added
              union all select -1, private, organization, type, tags from removed) d
        cross join lateral (
            values ('total', ''), ('organization', d.organization), ('type', d.type)
            union all select 'tag', unnest(d.tags)) as v (facet, value)
        where not d.private group by v.facet, v.value having sum(d.sign) <> 0;
    end if;
    if random() < 0.01 then
        perform catalog.fold_facets();
    end if;
    return null;
end $$;

create trigger datasets_added after insert on catalog.datasets
    referencing new table as added for each statement execute function catalog.count_facets();
create trigger datasets_removed after delete on catalog.datasets
    referencing old table as removed for each statement execute function catalog.count_facets();
create trigger datasets_changed after update on catalog.datasets
    referencing old table as removed new table as added for each statement execute function catalog.count_facets();
