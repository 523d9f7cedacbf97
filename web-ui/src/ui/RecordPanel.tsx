import { ActionIcon, Button, Tabs, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { isJsonObject, printJson } from '../protocol/json';
import type { LiveRecord, RecordBody } from '../protocol/record';
import { CopyButton } from './CopyButton';
import { bytes, fullTime } from './format';
import { type FieldActions, JsonTree } from './JsonTree';
import styles from './RecordPanel.module.css';
import { ProblemNotice } from './States';

interface RecordPanelProps {
  readonly record: LiveRecord;
  readonly actions?: FieldActions;
  readonly onClose: () => void;
  readonly onMove?: (by: 1 | -1) => void;
  /** Fetches what was cut off. */
  readonly loadWhole: (record: LiveRecord) => Promise<LiveRecord>;
}

const TABS = ['tree', 'raw', 'headers', 'metadata'] as const;
type TabName = (typeof TABS)[number];

/** One record: as a tree, as the text that was produced, its headers, and where it lies. */
export function RecordPanel({ record, actions = {}, onClose, onMove, loadWhole }: RecordPanelProps) {
  const [tab, setTab] = useState<TabName>('tree');
  const [whole, setWhole] = useState<LiveRecord>();
  const shown = whole?.position === record.position ? whole : record;
  const { partition, offset, body } = shown.envelope;
  return (
    <section className={styles.panel} aria-label="Record" data-testid="record-drawer">
      <header className={styles.head}>
        <strong className="num grow cut">
          {partition}:{offset}
        </strong>
        {onMove === undefined ? null : (
          <>
            <Step label="Record above (↑)" onClick={() => onMove(-1)} icon={<IconArrowUp size={15} />} />
            <Step label="Record below (↓)" onClick={() => onMove(1)} icon={<IconArrowDown size={15} />} />
          </>
        )}
        <CopyButton text={body.text} label="Copy value (c)" />
        <Step label="Close (Esc)" onClick={onClose} icon={<IconX size={15} />} />
      </header>
      <Tabs
        className={styles.tabs ?? ''}
        keepMounted={false}
        value={tab}
        onChange={(value) => setTab((value as TabName) ?? 'tree')}
      >
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {name[0]?.toUpperCase() + name.slice(1)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={styles.body}>
          {body.kind === 'truncated' ? (
            <Cut record={record} size={body.size} load={loadWhole} onLoaded={setWhole} />
          ) : null}
          <Faults record={shown} />
          {TABS.map((name) => (
            <Tabs.Panel key={name} value={name}>
              <TabBody tab={name} record={shown} actions={actions} />
            </Tabs.Panel>
          ))}
        </div>
      </Tabs>
    </section>
  );
}

/** Why the format of the topic could make nothing of it, and what that means. */
function Faults({ record: { envelope } }: { record: LiveRecord }) {
  const { body, keyError } = envelope;
  const valueError = body.kind === 'base64' ? body.error : undefined;
  if (valueError === undefined && keyError === undefined) return null;
  return (
    <div className={styles.fault} role="note">
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        {valueError === undefined ? null : (
          <div>
            <strong>The value cannot be read:</strong> {valueError}
          </div>
        )}
        {keyError === undefined ? null : (
          <div>
            <strong>The key cannot be read:</strong> {keyError}
          </div>
        )}
        <div className="small dim">
          It is shown as Base64. Filters that look at it count it as an error. The format is set on the page
          of its topic.
        </div>
      </div>
    </div>
  );
}

function Step({ label, onClick, icon }: { label: string; onClick: () => void; icon: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label.replace(/ \(.*/, '')} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function Cut(props: {
  record: LiveRecord;
  size: number;
  load: (record: LiveRecord) => Promise<LiveRecord>;
  onLoaded: (record: LiveRecord) => void;
}) {
  const { record, size, load, onLoaded } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const fetchIt = async () => {
    setBusy(true);
    setError(undefined);
    try {
      onLoaded(await load(record));
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack" style={{ marginBottom: 10 }}>
      <div className="row">
        <span className="dim">Too large to be sent whole.</span>
        <Button variant="default" size="compact-xs" loading={busy} onClick={fetchIt}>
          Load all {bytes(size)}
        </Button>
      </div>
      <ProblemNotice error={error} />
    </div>
  );
}

function TabBody({ tab, record, actions }: { tab: TabName; record: LiveRecord; actions: FieldActions }) {
  const { body, headers } = record.envelope;
  switch (tab) {
    case 'tree':
      if (record.value === undefined) return <Raw body={body} />;
      return <JsonTree key={record.position} value={record.value} actions={actions} />;
    case 'raw':
      return <Raw body={body} />;
    case 'headers':
      if (!isJsonObject(headers) || Object.keys(headers).length === 0)
        return <p className="dim">No headers.</p>;
      return (
        <Facts
          facts={Object.entries(headers).map(([name, value]) => [
            name,
            typeof value === 'string' ? value : printJson(value),
          ])}
        />
      );
    case 'metadata':
      return <Facts facts={metadataOf(record)} />;
  }
}

function Raw({ body }: { body: RecordBody }) {
  return <pre className={styles.raw}>{body.text}</pre>;
}

function metadataOf(record: LiveRecord): [string, string][] {
  const { topic, partition, offset, timestamp, key, body } = record.envelope;
  const size = body.kind === 'truncated' ? body.size : new TextEncoder().encode(body.text).length;
  return [
    ['Topic', topic],
    ['Partition', String(partition)],
    ['Offset', offset],
    ['Timestamp', `${fullTime(timestamp)} (${timestamp})`],
    ['Key', key ?? '(none)'],
    ['Value', `${bytes(size)}, ${body.kind === 'json' ? 'JSON' : body.kind}`],
  ];
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
