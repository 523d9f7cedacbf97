import { ActionIcon, Button, Select, Switch, Tooltip } from '@mantine/core';
import {
  IconArrowUp,
  IconClearAll,
  IconCode,
  IconDeviceFloppy,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { SetSearchParams } from 'wouter';
import { type FeedSnapshot, type LiveFeed, useLiveFeed } from '../../client/live-feed';
import { fetchWholeRecord } from '../../client/topics';
import { type LiveQuery, toSearch } from '../../protocol/live';
import { isOver } from '../../protocol/subscription';
import { plural } from '../../ui/format';
import { useTitle } from '../../ui/Page';
import { RecordPanel } from '../../ui/RecordPanel';
import { ColumnPanel } from './ColumnPanel';
import { type Column, columnsFor, defaultColumns } from './columns';
import { FilterBar } from './FilterBar';
import { dragWidth } from './HeaderRow';
import styles from './Live.module.css';
import { LiveTable } from './LiveTable';
import { SaveStreamDialog } from './SaveStreamDialog';
import { ScriptDialog } from './ScriptDialog';
import { StatusStrip } from './StatusStrip';
import { TableNotice } from './TableNotice';
import { useFollow } from './useFollow';
import { useLiveKeys } from './useLiveKeys';
import { useSelection } from './useSelection';

interface LiveViewProps {
  readonly query: LiveQuery;
  readonly search: URLSearchParams;
  readonly setSearch: SetSearchParams;
}

export function LiveView({ query, search, setSearch }: LiveViewProps) {
  useTitle(query.source.name);
  const [feed, snapshot] = useLiveFeed(query);
  const follow = useFollow(feed, snapshot);
  const scrollRef = useRef<HTMLDivElement | null>(null);
  const filterRef = useRef<HTMLInputElement | null>(null);
  const [draft, setDraft] = useState(query.where);
  const { chosen, columns, choose, resize } = useColumns(snapshot, search, setSearch);
  const selection = useSelection(feed, snapshot, follow);
  const applied = snapshot.subscription.query.where;

  const change = (changes: Partial<LiveQuery>) =>
    setSearch((previous) => withColumns(toSearch({ ...query, ...changes }), previous.getAll('col')), {
      replace: true,
    });
  useEffect(() => {
    // What the server has accepted is what a copied link should say.
    if (applied !== query.where) change({ where: applied });
  });
  const apply = (where: string) => {
    setDraft(where);
    if (isOver(snapshot.subscription)) feed.start({ ...query, where });
    else feed.filter(where, query.select);
  };
  const jump = () => {
    selection.close();
    follow.release();
    scrollRef.current?.scrollTo({ top: 0 });
  };
  const toggle = () => {
    if (!snapshot.subscription.paused) feed.pause();
    else {
      feed.resume();
      jump();
    }
  };
  useLiveKeys({ toggle, jump, clear: () => feed.clear(), filter: filterRef, selection });

  const actions = {
    addColumn: (path: string) => choose([...chosen.filter((id) => id !== path), path]),
    filterBy: (condition: string) => {
      setDraft(applied === '' ? condition : `${applied} and ${condition}`);
      filterRef.current?.focus();
    },
  };
  return (
    <main className={styles.view}>
      <div className={styles.top}>
        <Toolbar query={query} snapshot={snapshot} feed={feed} onChange={change} onToggle={toggle}>
          <ColumnPanel
            chosen={chosen}
            fields={snapshot.fields}
            observed={snapshot.observed}
            onChange={choose}
          />
        </Toolbar>
        <FilterBar
          inputRef={filterRef}
          source={query.source}
          draft={draft}
          onDraft={setDraft}
          snapshot={snapshot}
          onApply={apply}
        />
      </div>
      <StatusStrip snapshot={snapshot} />
      <div className={styles.main}>
        <LiveTable
          feed={feed}
          snapshot={snapshot}
          follow={follow}
          columns={columns}
          selected={selection.sequence}
          scrollRef={scrollRef}
          onSelect={selection.select}
          onResize={resize}
        />
        <TableNotice
          snapshot={snapshot}
          onStart={(from) => (from === query.from ? feed.start({ ...query, from }) : change({ from }))}
        />
        {follow.held ? <JumpButton unseen={follow.unseen} onJump={jump} /> : null}
        {selection.record === undefined || !selection.open ? null : (
          <Drawer>
            <RecordPanel
              record={selection.record}
              actions={actions}
              onClose={selection.close}
              onMove={selection.move}
              loadWhole={({ envelope }) => fetchWholeRecord(envelope)}
            />
          </Drawer>
        )}
      </div>
    </main>
  );
}

function withColumns(params: URLSearchParams, columns: readonly string[]): URLSearchParams {
  for (const column of columns) params.append('col', column);
  return params;
}

function useColumns(snapshot: FeedSnapshot, search: URLSearchParams, setSearch: SetSearchParams) {
  const [widths, setWidths] = useState<ReadonlyMap<string, number>>(new Map());
  const own = search.getAll('col');
  const chosen = own.length > 0 ? own : defaultColumns(snapshot.fields, snapshot.observed, snapshot.keyed);
  const fresh = columnsFor(chosen, snapshot.fields, widths);
  // Fields are counted anew with each frame; the columns are only another list when one of them looks different.
  const signature = JSON.stringify(fresh);
  const columns = useMemo(() => JSON.parse(signature) as Column[], [signature]);
  const choose = (ids: readonly string[] | null) =>
    setSearch(
      (previous) => {
        const next = new URLSearchParams(previous);
        next.delete('col');
        return withColumns(next, ids ?? []);
      },
      { replace: true },
    );
  const resize = (id: string, width: number) => setWidths((previous) => new Map(previous).set(id, width));
  return { chosen, columns, choose, resize };
}

const STARTS = [
  { value: 'latest', label: 'From now' },
  { value: 'last:100', label: 'Last 100' },
  { value: '-15m', label: '15 min ago' },
  { value: 'earliest', label: 'Earliest' },
];

interface ToolbarProps {
  readonly query: LiveQuery;
  readonly snapshot: FeedSnapshot;
  readonly feed: LiveFeed;
  readonly onChange: (changes: Partial<LiveQuery>) => void;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Toolbar({ query, snapshot, feed, onChange, onToggle, children }: ToolbarProps) {
  const [dialog, setDialog] = useState<'script' | 'stream' | null>(null);
  const { paused, query: running } = snapshot.subscription;
  const starts = STARTS.some(({ value }) => value === query.from)
    ? STARTS
    : [...STARTS, { value: query.from, label: query.from }];
  const topic = topicOf(feed, snapshot);
  return (
    <div className={styles.bar}>
      <h1 className={styles.source}>
        <span className="cut">{query.source.name}</span>
        <span className="small faint" style={{ fontWeight: 400 }}>
          {query.source.kind}
        </span>
      </h1>
      <div className={styles.tools}>
        <Tooltip label="Lossless: never skip, fall behind instead when this screen is slow">
          <Switch
            size="xs"
            label="Lossless"
            checked={query.delivery === 'lossless'}
            onChange={(event) => onChange({ delivery: event.currentTarget.checked ? 'lossless' : 'latest' })}
          />
        </Tooltip>
        <Select
          aria-label="Start from"
          w={118}
          ml={6}
          data={starts}
          allowDeselect={false}
          value={query.from}
          onChange={(from) => onChange({ from: from ?? 'latest' })}
        />
        {children}
        <Tooltip label="Empty the view (Ctrl L)">
          <ActionIcon variant="default" size={30} aria-label="Empty the view" onClick={() => feed.clear()}>
            <IconClearAll size={16} />
          </ActionIcon>
        </Tooltip>
        <Button variant="default" leftSection={<IconCode size={15} />} onClick={() => setDialog('script')}>
          Use from a script
        </Button>
        <Button
          variant="default"
          leftSection={<IconDeviceFloppy size={15} />}
          onClick={() => setDialog('stream')}
        >
          Save as stream
        </Button>
        <Button
          w={96}
          variant={paused ? 'filled' : 'default'}
          leftSection={paused ? <IconPlayerPlayFilled size={13} /> : <IconPlayerPauseFilled size={13} />}
          onClick={onToggle}
          title="Space"
        >
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </div>
      {dialog === 'script' ? <ScriptDialog query={running} onClose={() => setDialog(null)} /> : null}
      {dialog === 'stream' ? (
        <SaveStreamDialog query={running} topic={topic} onClose={() => setDialog(null)} />
      ) : null}
    </div>
  );
}

/** A stream's topic, as its records name it. */
function topicOf(feed: LiveFeed, { first, next }: FeedSnapshot): string | null {
  for (let sequence = next - 1; sequence >= first; sequence--) {
    const row = feed.row(sequence);
    if (row?.kind === 'record') return row.record.envelope.topic;
  }
  return null;
}

function JumpButton({ unseen, onJump }: { unseen: number; onJump: () => void }) {
  return (
    <button type="button" className={styles.jump} data-testid="jump-to-live" onClick={onJump}>
      <IconArrowUp size={14} aria-hidden />
      {unseen === 0 ? 'Held — jump to live' : `${plural(unseen, 'new', 'new')} — jump to live`}
    </button>
  );
}

const DRAWER_KEY = 'sluice.drawer';

function Drawer({ children }: { children: ReactNode }) {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(DRAWER_KEY)) || 400);
  const resize = (wanted: number) => {
    const next = Math.min(Math.max(280, wanted), window.innerWidth * 0.7);
    localStorage.setItem(DRAWER_KEY, String(next));
    setWidth(next);
  };
  return (
    <div className={styles.drawer} style={{ width }}>
      <div
        className={styles.drawerGrip}
        aria-hidden
        onPointerDown={(event) => dragWidth(event, width, resize, -1)}
      />
      {children}
    </div>
  );
}
