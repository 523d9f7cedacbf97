import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Field } from '../../protocol/columns';
import { count, percent } from '../../ui/format';
import { BUILT_IN_COLUMNS } from './columns';
import styles from './Live.module.css';

interface ColumnPanelProps {
  readonly chosen: readonly string[];
  readonly fields: readonly Field[];
  readonly observed: number;
  /** Null goes back to what is shown by itself. */
  readonly onChange: (chosen: readonly string[] | null) => void;
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly share: string;
}

function entriesOf(fields: readonly Field[], observed: number): Map<string, Entry> {
  const builtIns = BUILT_IN_COLUMNS.map(({ id, about }): [string, Entry] => [
    id,
    { id, title: about, type: '', share: '' },
  ]);
  const own = fields.map(({ path, type, count: seen }): [string, Entry] => [
    path,
    { id: path, title: path, type, share: percent(seen, observed) },
  ]);
  return new Map([...builtIns, ...own]);
}

/** What the table shows, in which order: chosen first, then all else that was seen. */
export function ColumnPanel({ chosen, fields, observed, onChange }: ColumnPanelProps) {
  const [search, setSearch] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const entries = entriesOf(fields, observed);
  const rest = [...entries.keys()].filter((id) => !chosen.includes(id));
  const fits = (id: string) => (entries.get(id)?.title ?? id).toLowerCase().includes(search.toLowerCase());
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const moveTo = (id: string, index: number) => {
    const without = chosen.filter((one) => one !== id);
    onChange([...without.slice(0, index), id, ...without.slice(index)]);
  };
  return (
    <Popover position="bottom-end" width={430} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="row">
          <TextInput
            className="grow"
            aria-label="Search fields"
            placeholder="Search fields"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
            Reset
          </Button>
        </div>
        <ul className={styles.panelList} aria-label="Columns">
          {[...chosen, ...rest].filter(fits).map((id) => {
            const entry = entries.get(id) ?? { id, title: id, type: '', share: '0 %' };
            const index = chosen.indexOf(id);
            return (
              <li
                key={id}
                className={styles.panelItem}
                draggable={index >= 0}
                data-over={over === id && dragged !== null}
                onDragStart={() => setDragged(id)}
                onDragEnd={() => setDragged(null)}
                onDragOver={(event) => {
                  if (dragged === null || index < 0) return;
                  event.preventDefault();
                  setOver(id);
                }}
                onDrop={() => {
                  if (dragged !== null) moveTo(dragged, index);
                }}
              >
                {index >= 0 ? <IconGripVertical size={14} className={styles.handle} aria-hidden /> : <span />}
                <Checkbox
                  size="xs"
                  aria-label={entry.title}
                  checked={index >= 0}
                  onChange={() => toggle(id)}
                />
                <span className={`cut ${id.startsWith('$') ? 'dim' : 'mono'}`}>{entry.title}</span>
                <span className="small dim">{entry.type}</span>
                <span className="small dim num" style={{ textAlign: 'right' }}>
                  {entry.share}
                </span>
                {index >= 0 ? (
                  <span className="row" style={{ gap: 0 }}>
                    <ActionIcon
                      size={20}
                      aria-label={`Move ${entry.title} up`}
                      disabled={index === 0}
                      onClick={() => moveTo(id, index - 1)}
                    >
                      <IconArrowUp size={13} />
                    </ActionIcon>
                    <ActionIcon
                      size={20}
                      aria-label={`Move ${entry.title} down`}
                      disabled={index === chosen.length - 1}
                      onClick={() => moveTo(id, index + 1)}
                    >
                      <IconArrowDown size={13} />
                    </ActionIcon>
                  </span>
                ) : null}
              </li>
            );
          })}
        </ul>
        <div className="small faint" style={{ marginTop: 6 }}>
          Shares are of the {count(observed)} records looked at so far.
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
