import { IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { SetSearchParams } from 'wouter';
import { type FeedSnapshot, useLiveFeed } from '../../client/live-feed';
import { fetchWholeRecord } from '../../client/topics';
import { type LiveQuery, toSearch } from '../../protocol/live';
import { isOver } from '../../protocol/subscription';
import { plural } from '../../ui/format';
import { useTitle } from '../../ui/Page';
import { RecordPanel } from '../../ui/RecordPanel';
import { ChartTab } from './ChartTab';
import { ColumnPanel } from './ColumnPanel';
import { type Column, columnsFor, defaultColumns } from './columns';
import { FilterBar } from './FilterBar';
import { dragWidth } from './HeaderRow';
import styles from './Live.module.css';
import { LiveTable } from './LiveTable';
import { StatusStrip } from './StatusStrip';
import { TableNotice } from './TableNotice';
import { type LiveMode, Toolbar } from './Toolbar';
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
    setSearch((previous) => withLooks(toSearch({ ...query, ...changes }), previous), { replace: true });
  const mode: LiveMode = search.get('view') === 'chart' ? 'chart' : 'table';
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
  const show = (chosen: LiveMode) => {
    jump();
    setSearch((previous) => withMode(previous, chosen), { replace: true });
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
        <Toolbar
          query={query}
          snapshot={snapshot}
          feed={feed}
          mode={mode}
          columns={search.getAll('col')}
          onMode={show}
          onChange={change}
          onToggle={toggle}
        >
          {mode === 'chart' ? null : (
            <ColumnPanel
              chosen={chosen}
              fields={snapshot.fields}
              observed={snapshot.observed}
              onChange={choose}
            />
          )}
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
        {mode === 'chart' ? (
          <ChartTab
            source={query.source}
            feed={feed}
            snapshot={snapshot}
            search={search}
            setSearch={setSearch}
          />
        ) : (
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
        )}
        <TableNotice
          snapshot={snapshot}
          onStart={(from) => (from === query.from ? feed.start({ ...query, from }) : change({ from }))}
        />
        {follow.held && mode === 'table' ? <JumpButton unseen={follow.unseen} onJump={jump} /> : null}
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

/** What only this page knows: columns, and how the chart is drawn. */
const LOOKS = ['view', 'chart', 'x', 'y', 'by', 'measure', 'span'];

function withMode(params: URLSearchParams, mode: LiveMode): URLSearchParams {
  const next = new URLSearchParams(params);
  if (mode === 'chart') next.set('view', mode);
  else next.delete('view');
  return next;
}

function withLooks(params: URLSearchParams, from: URLSearchParams): URLSearchParams {
  for (const name of LOOKS) {
    const value = from.get(name);
    if (value !== null) params.set(name, value);
  }
  return withColumns(params, from.getAll('col'));
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
