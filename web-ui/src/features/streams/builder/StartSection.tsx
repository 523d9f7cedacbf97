import { Select, TextInput } from '@mantine/core';
import styles from './Builder.module.css';
import type { SectionProps } from './form';
import { Section } from './Section';

const STARTS = [
  { value: 'latest', label: 'Now: records from here on' },
  { value: 'earliest', label: 'Earliest: all that is kept' },
  { value: '-15m', label: '15 minutes ago' },
  { value: '-1h', label: 'One hour ago' },
  { value: '-24h', label: 'One day ago' },
];

/** Where it begins, and what it is called; a stream that is there keeps its name. */
export function StartSection({
  draft: { from, name },
  faults,
  named,
  onChange,
}: Omit<SectionProps, 'fields'> & { readonly named: boolean }) {
  const starts = STARTS.some(({ value }) => value === from)
    ? STARTS
    : [...STARTS, { value: from, label: from }];
  return (
    <Section title="Start">
      <div className={styles.grid} style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))' }}>
        <Select
          label="Begin with"
          data={starts}
          allowDeselect={false}
          error={faults.at('/source/from')}
          value={from}
          onChange={(start) => onChange({ from: start ?? 'latest' })}
        />
        {named ? null : (
          <TextInput
            label="Name"
            placeholder="found by itself; also that of its topic"
            error={faults.at('/name')}
            value={name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </div>
    </Section>
  );
}
