import { ActionIcon } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconChevronDown,
  IconChevronRight,
  IconCircleCheck,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type AuditEntry, type AuditSearch, aboutText, type Outcome } from '../../protocol/audit';
import { clock, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Pill, type Tone } from '../../ui/StatePill';
import styles from './Audit.module.css';

interface AuditTableProps {
  readonly entries: readonly AuditEntry[];
  readonly search: AuditSearch;
  readonly onSearch: (search: AuditSearch) => void;
}

const COLUMNS = 7;

export function AuditTable({ entries, search, onSearch }: AuditTableProps) {
  const [open, setOpen] = useState<number>();
  return (
    <Scroll label="Audit table">
      <table className="table tight" aria-label="Audit">
        <thead>
          <tr>
            <th>
              <span className="unseen">Details</span>
            </th>
            <th>When</th>
            <th>Outcome</th>
            <th>Who</th>
            <th>What</th>
            <th>Thing</th>
            <th>Rule</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Entry
              key={entry.seq}
              entry={entry}
              open={open === entry.seq}
              onToggle={() => setOpen(open === entry.seq ? undefined : entry.seq)}
              onSearch={(part) => onSearch({ ...search, ...part })}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface EntryProps {
  readonly entry: AuditEntry;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onSearch: (part: Partial<AuditSearch>) => void;
}

function Entry({ entry, open, onToggle, onSearch }: EntryProps) {
  const { seq, at, user, action, rule, outcome } = entry;
  return (
    <>
      <tr data-testid="audit-row" data-outcome={outcome} data-action={action}>
        <td className="fit">
          <ActionIcon aria-label={`Details of entry ${seq}`} aria-expanded={open} onClick={onToggle}>
            {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </ActionIcon>
        </td>
        <td className="fit num" title={fullTime(at)}>
          {clock(new Date(at).getTime())}
        </td>
        <td className="fit">
          <OutcomePill outcome={outcome} />
        </td>
        <td>
          {user ? (
            <button type="button" className="plain" title={`Only ${user}`} onClick={() => onSearch({ user })}>
              {user}
            </button>
          ) : (
            <span className="faint">nobody</span>
          )}
        </td>
        <td>
          <button
            type="button"
            className="plain mono"
            title={`Only ${action}`}
            onClick={() => onSearch({ action })}
          >
            {action}
          </button>
        </td>
        <td style={{ overflowWrap: 'anywhere' }}>{aboutText(entry)}</td>
        <td className="dim">{rule}</td>
      </tr>
      {open ? (
        <tr>
          <td />
          <td colSpan={COLUMNS - 1}>
            <Details entry={entry} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

const LOOKS: Readonly<Record<Outcome, { tone: Tone; icon: ReactNode }>> = {
  allowed: { tone: 'good', icon: <IconCircleCheck size={13} aria-hidden /> },
  refused: { tone: 'warn', icon: <IconBan size={13} aria-hidden /> },
  failed: { tone: 'bad', icon: <IconAlertTriangle size={13} aria-hidden /> },
};

function OutcomePill({ outcome }: { outcome: Outcome }) {
  return <Pill {...LOOKS[outcome]}>{outcome}</Pill>;
}

function Details({ entry }: { entry: AuditEntry }) {
  const { seq, at, address, credential, id, owner, status, request_id, details, hash } = entry;
  const facts: readonly (readonly [string, string])[] = [
    ['Number', String(seq)],
    ['At', fullTime(at)],
    ['From', address],
    ['Signed in by', credential],
    ...(id ? [['Id', id] as const] : []),
    ...(owner ? [['Owner then', owner] as const] : []),
    ['Status', String(status)],
    ['Request', request_id],
    ...Object.entries(details),
    ['Digest', hash],
  ];
  return (
    <dl className={styles.details}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
