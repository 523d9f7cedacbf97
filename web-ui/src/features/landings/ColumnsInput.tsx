import { ActionIcon, Autocomplete, Button, Checkbox, TextInput } from '@mantine/core';
import { IconPlus, IconSparkles, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { SampledField } from '../../client/schema';
import type { Faults } from '../../protocol/faults';
import { COLUMN_TYPES, columnName, columnType } from '../../protocol/landing';
import type { ColumnDraft } from '../../protocol/landing-draft';
import { plural } from '../../ui/format';
import styles from './Landings.module.css';

interface ColumnsInputProps {
  readonly columns: readonly ColumnDraft[];
  /** What the newest records of the source hold. */
  readonly fields: readonly SampledField[];
  readonly faults: Faults;
  readonly busy: boolean;
  readonly onSuggest: () => void;
  readonly onChange: (columns: readonly ColumnDraft[]) => void;
}

/** Columns with their types, suggested once from a sample of the source. */
export function ColumnsInput({ columns, fields, faults, busy, onSuggest, onChange }: ColumnsInputProps) {
  const sample = fields.map(({ path }) => path).join('\n');
  const suggested = useRef('');
  useEffect(() => {
    // A new source brings its own columns; what somebody has written is left alone.
    if (sample === '' || sample === suggested.current || columns.length > 0) return;
    suggested.current = sample;
    onSuggest();
  });
  const put = (index: number, changes: Partial<ColumnDraft>) =>
    onChange(columns.map((old, at) => (at === index ? { ...old, ...changes } : old)));
  const choosePath = (index: number, path: string) => {
    const field = fields.find((one) => one.path === path);
    const fresh = columns[index]?.name === '' && field !== undefined;
    put(
      index,
      fresh ? { path, name: columnName(path), type: columnType(field.type, field.example) } : { path },
    );
  };
  return (
    <fieldset className={styles.columns}>
      <legend>
        Columns <span className="small dim">{plural(columns.length, 'column')}</span>
      </legend>
      {columns.length === 0 ? null : (
        <div className={`${styles.column} ${styles.columnHead}`} aria-hidden>
          <span>Field of the record</span>
          <span>Column</span>
          <span>Type</span>
        </div>
      )}
      <div className={styles.columnList}>
        {columns.map(({ name, type, path, required }, index) => {
          const at = `/columns/${index}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
            <div key={index} className={styles.column}>
              <Autocomplete
                aria-label={`Field of column ${index + 1}`}
                placeholder="field"
                classNames={{ input: 'mono' }}
                spellCheck={false}
                data={fields.map((field) => field.path)}
                limit={12}
                error={faults.at.get(`${at}/path`)}
                value={path}
                onChange={(text) => choosePath(index, text)}
              />
              <TextInput
                aria-label={`Name of column ${index + 1}`}
                placeholder="column"
                classNames={{ input: 'mono' }}
                spellCheck={false}
                error={faults.at.get(`${at}/name`) ?? faults.at.get(at)}
                value={name}
                onChange={(event) => put(index, { name: event.currentTarget.value })}
              />
              <Autocomplete
                aria-label={`Type of column ${index + 1}`}
                placeholder="type"
                data={[...COLUMN_TYPES]}
                error={faults.at.get(`${at}/type`)}
                value={type}
                onChange={(text) => put(index, { type: text })}
              />
              <Checkbox
                label="required"
                aria-label={`Column ${index + 1} is required`}
                checked={required}
                onChange={(event) => put(index, { required: event.currentTarget.checked })}
              />
              <ActionIcon
                aria-label={`Remove column ${index + 1}`}
                onClick={() => onChange(columns.filter((_, other) => other !== index))}
              >
                <IconX size={14} />
              </ActionIcon>
            </div>
          );
        })}
      </div>
      <div className="row" style={{ marginTop: 6 }}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange([...columns, { name: '', type: 'text', path: '', required: false }])}
        >
          Add column
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconSparkles size={13} />}
          loading={busy}
          disabled={fields.length === 0}
          onClick={onSuggest}
        >
          Suggest from a sample
        </Button>
        {faults.at.has('/columns') ? (
          <span style={{ color: 'var(--bad)', fontSize: 12 }}>{faults.at.get('/columns')}</span>
        ) : null}
      </div>
    </fieldset>
  );
}
