import { ActionIcon, Button, Input, PasswordInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { cell, type Entry, isFilled, withCell, withNew } from '../protocol/entries';
import styles from './EntriesInput.module.css';

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly secret?: boolean;
}

interface EntriesInputProps {
  readonly label: string;
  readonly about: string;
  /** What one of them is called, for names such as "Remove contact 2". */
  readonly one: string;
  readonly columns: readonly Column[];
  readonly entries: readonly Entry[];
  readonly error: string | undefined;
  readonly faultOf: (entry: Entry) => string | undefined;
  readonly onChange: (entries: readonly Entry[]) => void;
}

/** Any number of things of one shape, a line each. */
export function EntriesInput({
  label,
  about,
  one,
  columns,
  entries,
  error,
  faultOf,
  onChange,
}: EntriesInputProps) {
  const replace = (changed: Entry) =>
    onChange(entries.map((entry) => (entry.id === changed.id ? changed : entry)));
  return (
    <Input.Wrapper label={label} description={about} error={error} labelElement="div">
      <div className={styles.entries}>
        {entries.map((entry, index) => (
          <EntryLine
            key={entry.id}
            entry={entry}
            title={`${one} ${index + 1}`}
            columns={columns}
            fault={isFilled(entry) ? faultOf(entry) : undefined}
            onChange={replace}
            onRemove={() => onChange(entries.filter(({ id }) => id !== entry.id))}
          />
        ))}
        <Button
          variant="default"
          size="compact-xs"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={13} />}
          aria-label={`Add ${one.toLowerCase()}`}
          onClick={() => onChange(withNew(entries))}
        >
          Add
        </Button>
      </div>
    </Input.Wrapper>
  );
}

interface EntryLineProps {
  readonly entry: Entry;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly fault: string | undefined;
  readonly onChange: (entry: Entry) => void;
  readonly onRemove: () => void;
}

function EntryLine({ entry, title, columns, fault, onChange, onRemove }: EntryLineProps) {
  const faultId = useId();
  return (
    <div>
      <div className={styles.entry}>
        {columns.map(({ name, label, secret = false }) => {
          const props = {
            className: styles.cell ?? '',
            'aria-label': `${title} ${label.toLowerCase()}`,
            'aria-describedby': fault === undefined ? undefined : faultId,
            error: fault !== undefined,
            placeholder: label.toLowerCase(),
            autoComplete: secret ? 'new-password' : 'off',
            spellCheck: false,
            value: cell(entry, name),
            onChange: (event: { currentTarget: { value: string } }) =>
              onChange(withCell(entry, name, event.currentTarget.value)),
          };
          return secret ? <PasswordInput key={name} {...props} /> : <TextInput key={name} {...props} />;
        })}
        <ActionIcon aria-label={`Remove ${title.toLowerCase()}`} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      {fault === undefined ? null : (
        <p id={faultId} className={styles.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}
