import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type AuditSearch, NO_SEARCH, OUTCOMES, parametersOf } from '../../protocol/audit';
import styles from './Audit.module.css';

interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}

const CHOICES = [
  { value: '', label: 'All' },
  ...OUTCOMES.map((value) => ({ value, label: `${value.slice(0, 1).toUpperCase()}${value.slice(1)}` })),
];

const TEXTS = [
  { name: 'user', label: 'Who', example: 'a user name' },
  { name: 'action', label: 'What', example: 'such as topic.create' },
  { name: 'id', label: 'Thing', example: 'its name or id' },
  { name: 'address', label: 'From address', example: 'such as 10.0.0.7' },
] as const;

/** Who, what, when, and what came of it. */
export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const set = (name: keyof AuditSearch) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...search, [name]: event.currentTarget.value });
  return (
    <search className={styles.filters} aria-label="Search the audit">
      <TextInput
        label="Anywhere"
        placeholder="a word"
        leftSection={<IconSearch size={15} />}
        value={search.q}
        onChange={set('q')}
      />
      {TEXTS.map(({ name, label, example }) => (
        <TextInput
          key={name}
          label={label}
          placeholder={example}
          spellCheck={false}
          autoComplete="off"
          value={search[name]}
          onChange={set(name)}
        />
      ))}
      <TextInput type="datetime-local" step={1} label="From" value={search.from} onChange={set('from')} />
      <TextInput type="datetime-local" step={1} label="Until" value={search.until} onChange={set('until')} />
      <div className={styles.outcome}>
        <SegmentedControl
          aria-label="Outcome"
          data={CHOICES}
          value={search.outcome}
          onChange={(outcome) => onChange({ ...search, outcome })}
        />
        <Button
          variant="subtle"
          color="gray"
          disabled={Object.keys(parametersOf(search)).length === 0}
          onClick={() => onChange(NO_SEARCH)}
        >
          Clear
        </Button>
      </div>
    </search>
  );
}
