import { IconChevronRight, IconColumnInsertRight, IconFilterPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { quoteName } from '../protocol/filter';
import { isJsonObject, type JsonValue, LosslessNumber, printJson } from '../protocol/json';
import { Cell } from './Cell';
import styles from './JsonTree.module.css';

/** What may be done with a field of a record from here. */
export interface FieldActions {
  readonly addColumn?: (path: string) => void;
  readonly filterBy?: (condition: string) => void;
}

interface NodeProps {
  readonly name: string | null;
  readonly value: JsonValue;
  /** As the filter language writes it; empty for the root, null inside an array that it cannot name. */
  readonly path: string;
  readonly depth: number;
  readonly actions: FieldActions;
}

const OPEN_DEPTH = 3;
const MANY = 200;

export function JsonTree({ value, actions = {} }: { value: JsonValue; actions?: FieldActions }) {
  return (
    <div className={styles.tree}>
      <Node name={null} value={value} path="" depth={0} actions={actions} />
    </div>
  );
}

interface Child {
  readonly name: string;
  readonly value: JsonValue;
  readonly path: string;
}

function childrenOf(value: JsonValue, path: string): Child[] | undefined {
  if (Array.isArray(value)) {
    return value.map((child, index) => ({ name: String(index), value: child, path: `${path}[${index}]` }));
  }
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).map(([name, child]) => {
    const own = quoteName(name);
    return { name, value: child, path: path === '' ? own : `${path}.${own}` };
  });
}

function Node({ name, value, path, depth, actions }: NodeProps) {
  const [open, setOpen] = useState(depth < OPEN_DEPTH);
  const [all, setAll] = useState(false);
  const children = childrenOf(value, path);
  const shown = all ? children : children?.slice(0, MANY);
  return (
    <>
      {name === null && children !== undefined ? null : (
        <div className={styles.node} style={{ paddingLeft: Math.max(0, depth - 1) * 14 }}>
          {children === undefined ? (
            <span className={styles.toggle} />
          ) : (
            <button
              type="button"
              className={styles.toggle}
              aria-expanded={open}
              aria-label={`${open ? 'Fold' : 'Unfold'} ${name}`}
              onClick={() => setOpen(!open)}
            >
              <IconChevronRight size={13} />
            </button>
          )}
          {name === null ? null : <span className={styles.name}>{name}</span>}
          <span className={styles.value}>
            {children === undefined ? (
              <Cell value={value} />
            ) : (
              <Summary value={value} size={children.length} />
            )}
          </span>
          <NodeActions path={path} value={value} actions={actions} leaf={children === undefined} />
        </div>
      )}
      {open || name === null
        ? shown?.map((child) => <Node key={child.name} {...child} depth={depth + 1} actions={actions} />)
        : null}
      {shown !== undefined && children !== undefined && shown.length < children.length ? (
        <button
          type="button"
          className={styles.action}
          style={{ width: 'auto', padding: '0 6px' }}
          onClick={() => setAll(true)}
        >
          {children.length - shown.length} more
        </button>
      ) : null}
    </>
  );
}

function Summary({ value, size }: { value: JsonValue; size: number }) {
  return <span className="faint">{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>;
}

function NodeActions({
  path,
  value,
  actions,
  leaf,
}: {
  path: string;
  value: JsonValue;
  actions: FieldActions;
  leaf: boolean;
}) {
  const { addColumn, filterBy } = actions;
  const inArray = path.includes('[');
  return (
    <span className={styles.actions}>
      {filterBy && leaf ? (
        <button
          type="button"
          className={styles.action}
          title={`Filter by ${path}`}
          aria-label={`Filter by ${path}`}
          onClick={() => filterBy(conditionOf(path, value))}
        >
          <IconFilterPlus size={13} />
        </button>
      ) : null}
      {addColumn && !inArray ? (
        <button
          type="button"
          className={styles.action}
          title={`Show ${path} as a column`}
          aria-label={`Show ${path} as a column`}
          onClick={() => addColumn(path)}
        >
          <IconColumnInsertRight size={13} />
        </button>
      ) : null}
    </span>
  );
}

/** That a field has this very value, in the filter language. */
export function conditionOf(path: string, value: JsonValue): string {
  if (value === null) return `${path} is null`;
  if (typeof value === 'string') return `${path} = '${value.replaceAll("'", "''")}'`;
  if (value instanceof LosslessNumber) return `${path} = ${value.value}`;
  return `${path} = ${printJson(value)}`;
}
