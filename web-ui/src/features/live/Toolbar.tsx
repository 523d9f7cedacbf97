import { ActionIcon, Button, SegmentedControl, Select, Switch, Tooltip } from '@mantine/core';
import {
  IconBookmark,
  IconClearAll,
  IconCode,
  IconDeviceFloppy,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { FeedSnapshot, LiveFeed } from '../../client/live-feed';
import type { LiveQuery } from '../../protocol/live';
import styles from './Live.module.css';
import { SaveStreamDialog } from './SaveStreamDialog';
import { SaveViewDialog } from './SaveViewDialog';
import { ScriptDialog } from './ScriptDialog';

const STARTS = [
  { value: 'latest', label: 'From now' },
  { value: 'last:100', label: 'Last 100' },
  { value: '-15m', label: '15 min ago' },
  { value: 'earliest', label: 'Earliest' },
];

/** How the records are shown. */
export type LiveMode = 'table' | 'chart';

interface ToolbarProps {
  readonly query: LiveQuery;
  readonly snapshot: FeedSnapshot;
  readonly feed: LiveFeed;
  readonly mode: LiveMode;
  /** Those of the table, in their order; none: whatever the records have. */
  readonly columns: readonly string[];
  readonly onMode: (mode: LiveMode) => void;
  readonly onChange: (changes: Partial<LiveQuery>) => void;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

export function Toolbar(props: ToolbarProps) {
  const { query, snapshot, feed, mode, columns, onMode, onChange, onToggle, children } = props;
  const [dialog, setDialog] = useState<'script' | 'stream' | 'view' | null>(null);
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
      <SegmentedControl
        aria-label="Show as"
        ml={10}
        value={mode}
        onChange={(chosen) => onMode(chosen as LiveMode)}
        data={[
          { value: 'table', label: 'Table' },
          { value: 'chart', label: 'Chart' },
        ]}
      />
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
        <Button variant="default" leftSection={<IconBookmark size={15} />} onClick={() => setDialog('view')}>
          Save view
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
      {dialog === 'view' ? (
        <SaveViewDialog query={running} columns={columns} onClose={() => setDialog(null)} />
      ) : null}
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
