import { Button, Checkbox, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useDeleteLanding, useLanding, useLandingAction, useWaiting } from '../../client/landings';
import { useLiveFeed } from '../../client/live-feed';
import { type Landing, sourceOf } from '../../protocol/landing';
import { placeOf } from '../../protocol/landing-draft';
import type { LiveQuery } from '../../protocol/live';
import { isAbsent } from '../../protocol/problem';
import { Absent } from '../../ui/Absent';
import { AccessLink } from '../../ui/AccessLink';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { type Figure, Figures } from '../../ui/Figures';
import { ago, count, rate, shortCount } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { StatePill } from '../../ui/StatePill';
import { Loading, ProblemNotice, Stale } from '../../ui/States';
import { couldNot } from '../../ui/tell';
import { DeadLettersTab } from './DeadLettersTab';
import { LandingFacts } from './LandingFacts';
import { RowsTab } from './RowsTab';
import { SourceChart } from './SourceChart';
import { useLandingPush } from './useLandingPush';

export default function LandingPage({ id }: { id: string }) {
  const landing = useLanding(id);
  const { data, error } = landing;
  if (data !== undefined && !isAbsent(error)) {
    return (
      <Landed asked={id} landing={data}>
        <Stale error={error} retry={landing.refetch} />
      </Landed>
    );
  }
  const absent = isAbsent(error);
  return (
    <Page title="Landing" parent={{ title: 'Landings', href: '/landings' }}>
      {landing.isPending ? <Loading what="Loading the landing" /> : null}
      {absent ? (
        <Absent thing={{ kind: 'landing', id }} />
      ) : (
        <ProblemNotice error={error} retry={landing.refetch} />
      )}
    </Page>
  );
}

interface LandedProps {
  /** The id or the name by which the page was opened. */
  readonly asked: string;
  readonly landing: Landing;
  readonly children: ReactNode;
}

/** How it goes, told anew as records of its source arrive; its rows, and what could not land. */
function Landed({ asked, landing, children }: LandedProps) {
  const { state, reason, name } = landing;
  const [deleting, setDeleting] = useState(false);
  const query: LiveQuery = {
    source: sourceOf(landing.source),
    where: '',
    select: '',
    from: 'last:1000',
    delivery: 'latest',
  };
  const [feed, snapshot] = useLiveFeed(query);
  useLandingPush(asked, landing, feed);
  const waiting = useWaiting(landing.id, landing.stats?.dead ?? 0);
  return (
    <Page
      title={name}
      parent={{ title: 'Landings', href: '/landings' }}
      beside={<StatePill state={state} reason={reason} />}
      actions={<Actions landing={landing} onDelete={() => setDeleting(true)} />}
    >
      {children}
      {state === 'FAILED' ? (
        <Notice tone="bad">
          <strong>It has failed.</strong> {reason ?? 'No reason was told.'}
        </Notice>
      ) : null}
      <Figures figures={figuresOf(landing, waiting)} />
      <LandingTabs landing={landing} waiting={waiting}>
        <SourceChart feed={feed} snapshot={snapshot} />
      </LandingTabs>
      {deleting ? <DeleteLanding landing={landing} onClose={() => setDeleting(false)} /> : null}
    </Page>
  );
}

function figuresOf({ stats }: Landing, waiting: number): Figure[] {
  if (!stats) return [{ label: 'Rows', value: '–' }];
  const { landed, rows, rate: flow, lag, dead, lost = 0, last_landed_at } = stats;
  return [
    { label: 'Landed', value: count(landed), testId: 'landed' },
    { label: 'Rows in the table', value: count(rows), testId: 'landed-rows' },
    { label: 'Per second', value: rate(flow) },
    { label: 'Per minute', value: shortCount(Math.round(flow * 60)) },
    { label: 'Lag', value: shortCount(lag), testId: 'landing-lag' },
    {
      label: 'Could not land',
      value: shortCount(dead),
      tone: waiting > 0 ? 'bad' : undefined,
      testId: 'dead',
    },
    ...(lost > 0 ? [{ label: 'Lost', value: shortCount(lost), tone: 'bad' as const }] : []),
    { label: 'Last landed', value: ago(last_landed_at) },
  ];
}

function Actions({ landing: { id, name, state }, onDelete }: { landing: Landing; onDelete: () => void }) {
  const act = useLandingAction();
  const action = state === 'PAUSED' || state === 'FAILED' ? 'resume' : 'pause';
  const run = () =>
    act.mutate(
      { id, action },
      {
        onError: couldNot(`${action} ${name}`),
      },
    );
  return (
    <>
      <AccessLink thing={{ kind: 'landing', id: name }} />
      <Button
        variant="default"
        leftSection={action === 'pause' ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
        loading={act.isPending}
        onClick={run}
      >
        {action === 'pause' ? 'Pause' : 'Resume'}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={onDelete}>
        Delete
      </Button>
    </>
  );
}

interface LandingTabsProps {
  readonly landing: Landing;
  /** Dead letters that wait. */
  readonly waiting: number;
  readonly children: ReactNode;
}

function LandingTabs({ landing, waiting, children }: LandingTabsProps) {
  const [search, setSearch] = useSearchParams();
  const choose = (tab: string | null) =>
    setSearch(tab === null || tab === 'rows' ? {} : { tab }, { replace: true });
  return (
    <Tabs value={search.get('tab') ?? 'rows'} onChange={choose} keepMounted={false}>
      <Tabs.List mb={10}>
        <Tabs.Tab value="rows">Rows</Tabs.Tab>
        <Tabs.Tab value="dead">Dead letters{waiting > 0 ? ` (${shortCount(waiting)})` : ''}</Tabs.Tab>
        <Tabs.Tab value="chart">Chart</Tabs.Tab>
        <Tabs.Tab value="definition">Definition</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="rows">
        <RowsTab landing={landing} />
      </Tabs.Panel>
      <Tabs.Panel value="dead">
        <DeadLettersTab landing={landing} />
      </Tabs.Panel>
      <Tabs.Panel value="chart">{children}</Tabs.Panel>
      <Tabs.Panel value="definition">
        <LandingFacts landing={landing} />
      </Tabs.Panel>
    </Tabs>
  );
}

function DeleteLanding({ landing, onClose }: { landing: Landing; onClose: () => void }) {
  const [keepTable, setKeepTable] = useState(false);
  const remove = useDeleteLanding();
  const [, navigate] = useLocation();
  const confirm = () =>
    remove.mutate(
      { id: landing.id, keepTable },
      {
        onSuccess: () => {
          notifications.show({ message: `Deleted ${landing.name}` });
          navigate('/landings');
        },
      },
    );
  return (
    <ConfirmTyped
      title="Delete landing"
      action="Delete landing"
      word={landing.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        Nothing more lands. The table <span className="mono">{placeOf(landing)}</span>{' '}
        {keepTable ? 'stays as it is' : `goes with its ${count(landing.stats?.rows ?? 0)} rows`}. What it
        reads from is not touched.
      </p>
      <Checkbox
        label="Keep the table"
        checked={keepTable}
        onChange={(event) => setKeepTable(event.currentTarget.checked)}
      />
    </ConfirmTyped>
  );
}
