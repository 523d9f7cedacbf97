import { Button, Checkbox } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useCleanupItems } from '../../client/cleanup';
import type { CleanupItem } from '../../protocol/resources';
import { ago, bytes, fullTime, plural, shortCount } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { CleanupDialog } from './CleanupDialog';
import { refOf } from './ref';

export default function CleanupPage() {
  const cleanup = useCleanupItems();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reviewing, setReviewing] = useState<readonly CleanupItem[]>();
  const items = cleanup.data?.items;
  const selected = items?.filter((item) => chosen.has(refOf(item))) ?? [];
  const size = selected.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  const toggle = (item: CleanupItem) =>
    setChosen((previous) => {
      const next = new Set(previous);
      if (!next.delete(refOf(item))) next.add(refOf(item));
      return next;
    });
  const close = () => {
    setReviewing(undefined);
    setChosen(new Set());
  };
  return (
    <Page
      title="Cleanup"
      beside={
        items === undefined || items.length === 0 ? null : (
          <span className="dim num">
            {bytes(items.reduce((sum, { size_bytes }) => sum + size_bytes, 0))} in all
          </span>
        )
      }
      actions={
        items === undefined || items.length === 0 ? null : (
          <>
            <span className="dim num">
              {selected.length === 0
                ? 'Nothing chosen'
                : `${plural(selected.length, 'item')}, ${bytes(size)}`}
            </span>
            <Button color="red" disabled={selected.length === 0} onClick={() => setReviewing(selected)}>
              Review and delete
            </Button>
          </>
        )
      }
    >
      <ProblemNotice error={cleanup.error} retry={cleanup.refetch} />
      {cleanup.isPending ? <Loading what="Looking for what can be cleaned up" /> : null}
      {items?.length === 0 ? (
        <Empty icon={<IconSparkles size={34} stroke={1.4} />} title="Nothing to clean up">
          Datasets, streams and topics that you may delete would be listed here.
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? (
        <CleanupTable
          items={items}
          chosen={chosen}
          onToggle={toggle}
          onAll={(all) => setChosen(new Set(all ? items.map(refOf) : []))}
        />
      ) : null}
      {reviewing === undefined ? null : <CleanupDialog items={reviewing} onClose={close} />}
    </Page>
  );
}

interface CleanupTableProps {
  readonly items: readonly CleanupItem[];
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (item: CleanupItem) => void;
  readonly onAll: (all: boolean) => void;
}

function CleanupTable({ items, chosen, onToggle, onAll }: CleanupTableProps) {
  return (
    <Scroll label="What can be cleaned up table">
      <table className="table" aria-label="What can be cleaned up">
        <thead>
          <tr>
            <th className="fit">
              <Checkbox
                aria-label="Choose all"
                checked={chosen.size === items.length}
                indeterminate={chosen.size > 0 && chosen.size < items.length}
                onChange={(event) => onAll(event.currentTarget.checked)}
              />
            </th>
            <th>Name</th>
            <th>Kind</th>
            <th>Owner</th>
            <th className="right">Records</th>
            <th className="right">Size</th>
            <th>Last activity</th>
            <th>Needed by</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={refOf(item)} data-testid="cleanup-row" data-ref={refOf(item)}>
              <td className="fit">
                <Checkbox
                  aria-label={`Choose ${item.kind} ${item.name}`}
                  checked={chosen.has(refOf(item))}
                  onChange={() => onToggle(item)}
                />
              </td>
              <td style={{ fontWeight: 550 }}>{item.name}</td>
              <td className="dim">{item.kind}</td>
              <td className="dim">{item.owner}</td>
              <td className="right">{shortCount(item.records)}</td>
              <td className="right">{bytes(item.size_bytes)}</td>
              <td className="dim" title={item.last_activity ? fullTime(item.last_activity) : undefined}>
                {ago(item.last_activity)}
              </td>
              <td className="dim">
                {item.dependants.map(({ kind, name }) => `${kind} ${name}`).join(', ') || (
                  <span className="faint">nothing</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
