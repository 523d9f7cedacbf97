import { Input, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Field } from '../../../protocol/columns';
import { columnOf } from '../../../protocol/stream';
import { WINDOW_PARTS, type WindowDraft } from '../../../protocol/stream-draft';
import { FilterInput } from '../../../ui/FilterInput';
import { TextRows } from '../../../ui/TextRows';
import styles from './Builder.module.css';
import { aggregateSuggestions, type SectionProps } from './form';
import { Section } from './Section';

const TYPES: readonly {
  readonly value: WindowDraft['type'];
  readonly label: string;
  readonly about: string;
}[] = [
  { value: 'off', label: 'Off', about: 'each record by itself' },
  { value: 'tumbling', label: 'Tumbling', about: 'one window after the other' },
  { value: 'hopping', label: 'Hopping', about: 'windows that overlap' },
  { value: 'session', label: 'Session', about: 'as long as records follow each other' },
  { value: 'none', label: 'Whole', about: 'one figure for each key, for ever' },
];

const PART_LABELS = {
  size: 'Size',
  advance: 'Every',
  gap: 'Ends after',
  grace: 'Waits for late ones',
  idle: 'Idle after',
} as const;
const PART_EXAMPLES = { size: '1m', advance: '15s', gap: '5m', grace: '10s', idle: '10s' } as const;

export function WindowSection({ draft, faults, fields, onChange }: SectionProps) {
  const { window } = draft;
  const { type } = window;
  const change = (changes: Partial<WindowDraft>) => onChange({ window: { ...window, ...changes } });
  return (
    <Section title="Window" about={TYPES.find(({ value }) => value === type)?.about}>
      <div className={styles.stack}>
        <SegmentedControl
          aria-label="Kind of window"
          style={{ alignSelf: 'flex-start' }}
          value={type}
          onChange={(chosen) => change({ type: chosen as WindowDraft['type'] })}
          data={TYPES.map(({ value, label }) => ({ value, label }))}
        />
        {type === 'off' ? null : (
          <>
            <Times window={window} type={type} faults={faults} fields={fields} onChange={change} />
            <Figures window={window} faults={faults} fields={fields} onChange={change} />
          </>
        )}
      </div>
    </Section>
  );
}

interface PartProps extends Pick<SectionProps, 'faults' | 'fields'> {
  readonly window: WindowDraft;
  readonly onChange: (changes: Partial<WindowDraft>) => void;
}

/** How long, and by which clock. */
function Times({
  window,
  type,
  faults,
  fields,
  onChange,
}: PartProps & { readonly type: keyof typeof WINDOW_PARTS }) {
  const { time, timeFormat, emit } = window;
  return (
    <div className={styles.grid}>
      {WINDOW_PARTS[type].map((part) => (
        <TextInput
          key={part}
          label={PART_LABELS[part]}
          placeholder={PART_EXAMPLES[part]}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          error={faults.at(`/window/${part}`)}
          value={window[part]}
          onChange={(event) => onChange({ [part]: event.currentTarget.value })}
        />
      ))}
      <Select
        label="Time of a record"
        searchable
        allowDeselect={false}
        data={timesOf(fields, time)}
        error={faults.at('/window/time')}
        value={time}
        onChange={(chosen) => onChange({ time: chosen ?? '$timestamp' })}
      />
      {time === '$timestamp' ? null : (
        <TextInput
          label="Written as"
          placeholder="found by itself"
          spellCheck={false}
          error={faults.at('/window/time_format')}
          value={timeFormat}
          onChange={(event) => onChange({ timeFormat: event.currentTarget.value })}
        />
      )}
      {type === 'none' ? null : (
        <Select
          label="Tells"
          allowDeselect={false}
          data={[
            { value: 'change', label: 'each change' },
            { value: 'close', label: 'once, when it closes' },
          ]}
          error={faults.at('/window/emit')}
          value={emit}
          onChange={(chosen) => onChange({ emit: chosen === 'close' ? 'close' : 'change' })}
        />
      )}
    </div>
  );
}

const RECORD_TIME = { value: '$timestamp', label: '$timestamp' };

/** Fields that may hold a time, those that say so by their name first. */
function timesOf(fields: readonly Field[], chosen: string) {
  const possible = fields
    .filter(({ type }) => type === 'string' || type === 'integer' || type === 'number')
    .map(({ path }) => path);
  const likely = (path: string) => /time|date|stamp|(^|_)(at|on)$/i.test(path);
  const ordered = [...possible.filter(likely), ...possible.filter((path) => !likely(path))];
  const known = chosen === RECORD_TIME.value || ordered.includes(chosen) ? ordered : [chosen, ...ordered];
  return [RECORD_TIME, ...known.map((path) => ({ value: path, label: path }))];
}

/** What is reckoned for which keys, and which rows of it are kept. */
function Figures({ window, faults, fields, onChange }: PartProps) {
  const { groupBy, aggregates, having, orderBy, limit } = window;
  const columns = [...groupBy, ...aggregates].flatMap((item) => columnOf(item) ?? []);
  return (
    <>
      <TextRows
        label="Group by"
        one="key"
        placeholder="PULocationID"
        values={groupBy}
        suggestions={fields.map(({ path }) => path)}
        error={faults.at('/window/group_by')}
        errorAt={(index) => faults.at(`/window/group_by/${index}`)}
        onChange={(values) => onChange({ groupBy: values })}
      />
      <TextRows
        label="Figures"
        one="figure"
        placeholder="count(*) as n"
        values={aggregates}
        suggestions={aggregateSuggestions(fields)}
        error={faults.at('/window/aggregates')}
        errorAt={(index) => faults.at(`/window/aggregates/${index}`)}
        onChange={(values) => onChange({ aggregates: values })}
      />
      <Input.Wrapper label="Keep rows where" labelElement="div">
        <FilterInput
          label="Keep rows where"
          placeholder="Keep every row, or those where  n > 10"
          value={having}
          onChange={(text) => onChange({ having: text })}
          errors={faults.inText('/window/having')}
          fields={columns}
        />
      </Input.Wrapper>
      <TextRows
        label="Order by"
        one="order"
        about="With a limit: the first rows of each window"
        placeholder="n desc"
        values={orderBy}
        suggestions={columns.map((column) => `${column} desc`)}
        error={faults.at('/window/order_by')}
        errorAt={(index) => faults.at(`/window/order_by/${index}`)}
        onChange={(values) => onChange({ orderBy: values })}
      />
      {orderBy.length === 0 ? null : (
        <TextInput
          label="Limit"
          w={128}
          inputMode="numeric"
          placeholder="10"
          error={faults.at('/window/limit')}
          value={limit}
          onChange={(event) => onChange({ limit: event.currentTarget.value.replaceAll(/\D/g, '') })}
        />
      )}
    </>
  );
}
