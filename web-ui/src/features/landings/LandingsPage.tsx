import { Button } from '@mantine/core';
import { IconDatabaseImport, IconPlus } from '@tabler/icons-react';
import { Link, useSearchParams } from 'wouter';
import { useLandings } from '../../client/landings';
import { type Landing, landingHref, sourceOf } from '../../protocol/landing';
import { placeOf } from '../../protocol/landing-draft';
import { ago, rate, shortCount } from '../../ui/format';
import { More } from '../../ui/More';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { StatePill } from '../../ui/StatePill';
import { Empty, ListState } from '../../ui/States';
import { CreateLanding } from './CreateLanding';

export default function LandingsPage() {
  const landings = useLandings();
  const [search, setSearch] = useSearchParams();
  const items = landings.data?.items;
  const show = (open: boolean) => setSearch(open ? { new: '1' } : {}, { replace: true });
  return (
    <Page
      title="Landings"
      beside={
        landings.data?.total === undefined ? null : <span className="dim num">{landings.data.total}</span>
      }
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => show(true)}>
          Create landing
        </Button>
      }
    >
      <ListState what="landings" list={landings} />
      {items?.length === 0 ? (
        <Empty
          icon={<IconDatabaseImport size={34} stroke={1.4} />}
          title="No landings yet"
          actions={<Button onClick={() => show(true)}>Create a landing</Button>}
        >
          A landing writes the records of a topic or a stream to a Postgres table, each exactly once.
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? <LandingTable landings={items} /> : null}
      <More list={landings} />
      {search.get('new') === null ? null : (
        <CreateLanding
          topic={search.get('topic')}
          stream={search.get('stream')}
          onClose={() => show(false)}
        />
      )}
    </Page>
  );
}

function LandingTable({ landings }: { landings: readonly Landing[] }) {
  return (
    <Scroll label="Landings table">
      <table className="table" aria-label="Landings">
        <thead>
          <tr>
            <th>Name</th>
            <th>State</th>
            <th>From</th>
            <th>Table</th>
            <th className="right">Rows</th>
            <th className="right">Per second</th>
            <th className="right">Lag</th>
            <th className="right">Could not land</th>
            <th>Last landed</th>
          </tr>
        </thead>
        <tbody>
          {landings.map((landing) => (
            <LandingRow key={landing.id} landing={landing} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function LandingRow({ landing }: { landing: Landing }) {
  const { name, state, reason, source, stats } = landing;
  const dead = stats?.dead ?? 0;
  return (
    <tr data-testid="landing-row" data-landing={name}>
      <td className="cut" style={{ maxWidth: 240 }}>
        <Link href={landingHref(landing)} style={{ color: 'var(--ink)', fontWeight: 550 }}>
          {name}
        </Link>
      </td>
      <td className="fit">
        <StatePill state={state} reason={reason} />
      </td>
      <td className="cut dim" style={{ maxWidth: 180 }}>
        {sourceOf(source).name}
      </td>
      <td className="cut mono" style={{ maxWidth: 280 }}>
        {placeOf(landing)}
      </td>
      <td className="right">{stats ? shortCount(stats.rows) : '–'}</td>
      <td className="right">{stats ? rate(stats.rate) : '–'}</td>
      <td className="right">{stats ? shortCount(stats.lag) : '–'}</td>
      <td className="right" style={dead > 0 ? { color: 'var(--bad)' } : undefined}>
        {dead > 0 ? <Link href={landingHref(landing, '?tab=dead')}>{shortCount(dead)}</Link> : '0'}
      </td>
      <td className="dim fit">{ago(stats?.last_landed_at)}</td>
    </tr>
  );
}
