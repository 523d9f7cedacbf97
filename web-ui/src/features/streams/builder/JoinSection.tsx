import { ActionIcon, Button, Input, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useDatasetOptions } from '../../../client/search';
import { useStreams } from '../../../client/streams';
import { useTopics } from '../../../client/topics';
import { isTable, type JoinDraft, type JoinedKind, NEW_JOIN } from '../../../protocol/stream-draft';
import { FilterInput } from '../../../ui/FilterInput';
import styles from './Builder.module.css';
import type { FormFaults, SectionProps } from './form';
import { Section } from './Section';

const WHATS = [
  { value: 'topic', label: 'topic' },
  { value: 'stream', label: 'stream' },
  { value: 'dataset', label: 'dataset' },
  { value: 'csv', label: 'CSV file' },
  { value: 'postgres', label: 'Postgres' },
];
const KINDS = [
  { value: 'stream', label: 'records, in a window' },
  { value: 'table', label: 'table: the latest by key' },
];
const TYPES = [
  { value: 'inner', label: 'inner' },
  { value: 'left', label: 'left' },
  { value: 'outer', label: 'outer' },
];

export function JoinSection({ draft, faults, fields, onChange }: SectionProps) {
  const { joins, alias } = draft;
  const put = (index: number, join: JoinDraft) =>
    onChange({ joins: joins.map((old, at) => (at === index ? join : old)) });
  const add = () =>
    onChange({
      alias: alias === '' ? 'l' : alias,
      joins: [...joins, { ...NEW_JOIN, alias: joins.length === 0 ? 'r' : `r${joins.length + 1}` }],
    });
  return (
    <Section
      title="Join"
      about={joins.length === 0 ? 'with another stream, or with a table' : faults.at('/join')}
      beside={
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={add}>
          Add join
        </Button>
      }
    >
      <div className={styles.stack} hidden={joins.length === 0}>
        {joins.map((join, index) => (
          <JoinCard
            // biome-ignore lint/suspicious/noArrayIndexKey: joins are applied in the order in which they stand
            key={index}
            join={join}
            at={`/join/${index}`}
            faults={faults}
            fields={fields.map(({ path }) => path)}
            onChange={(next) => put(index, next)}
            onRemove={() => onChange({ joins: joins.filter((_, at) => at !== index) })}
          />
        ))}
      </div>
    </Section>
  );
}

interface JoinCardProps {
  readonly join: JoinDraft;
  readonly at: string;
  readonly faults: FormFaults;
  readonly fields: readonly string[];
  readonly onChange: (join: JoinDraft) => void;
  readonly onRemove: () => void;
}

function JoinCard({ join, at, faults, fields, onChange, onRemove }: JoinCardProps) {
  const { what, alias, type, on, within, grace, refresh } = join;
  const table = isTable(join);
  const change = (changes: Partial<JoinDraft>) => onChange({ ...join, ...changes });
  const text = (label: string, part: 'alias' | 'within' | 'grace' | 'refresh', placeholder: string) => (
    <TextInput
      label={label}
      placeholder={placeholder}
      classNames={{ input: 'mono' }}
      spellCheck={false}
      error={faults.at(`${at}/${part}`)}
      value={{ alias, within, grace, refresh }[part]}
      onChange={(event) => change({ [part]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className={styles.card} style={{ margin: 0 }}>
      <legend className="unseen">Join {alias}</legend>
      <div className={styles.stack}>
        <div className="row" style={{ alignItems: 'flex-start' }}>
          <Select
            label="With"
            w={112}
            data={WHATS}
            allowDeselect={false}
            value={what}
            onChange={(chosen) => change({ what: (chosen ?? 'topic') as JoinedKind, name: '' })}
          />
          <div className="grow">
            <JoinedName join={join} error={faults.at(at) ?? faults.at(`${at}/${what}`)} onChange={change} />
          </div>
          <ActionIcon mt={20} aria-label={`Remove join ${alias}`} onClick={onRemove}>
            <IconTrash size={15} />
          </ActionIcon>
        </div>
        {what === 'postgres' ? (
          <Textarea
            label="Query"
            rows={2}
            classNames={{ input: 'mono' }}
            placeholder="select id, name from zones"
            error={faults.at(`${at}/postgres/query`)}
            value={join.query}
            onChange={(event) => change({ query: event.currentTarget.value })}
          />
        ) : null}
        <div className={styles.grid}>
          {text('Called', 'alias', 'r')}
          <Select
            label="As"
            data={KINDS}
            allowDeselect={false}
            disabled={what === 'csv' || what === 'postgres'}
            error={faults.at(`${at}/kind`)}
            value={table ? 'table' : 'stream'}
            onChange={(kind) => change({ kind: (kind ?? 'stream') as JoinDraft['kind'] })}
          />
          <Select
            label="Type"
            data={TYPES}
            allowDeselect={false}
            error={faults.at(`${at}/type`)}
            value={type}
            onChange={(next) => change({ type: (next ?? 'inner') as JoinDraft['type'] })}
          />
          {table ? null : text('Within', 'within', '20m')}
          {table ? null : text('Grace', 'grace', '5m')}
          {what === 'csv' || what === 'postgres' ? text('Loaded again each', 'refresh', '1m') : null}
        </div>
        <Input.Wrapper label="On" labelElement="div">
          <FilterInput
            label={`On, of join ${alias}`}
            placeholder="On, such as  l.PULocationID = r.LocationID"
            value={on}
            onChange={(next) => change({ on: next })}
            errors={faults.inText(`${at}/on`)}
            fields={fields}
          />
        </Input.Wrapper>
      </div>
    </fieldset>
  );
}

function JoinedName({
  join: { what, name },
  error,
  onChange,
}: {
  join: JoinDraft;
  error: string | undefined;
  onChange: (changes: Partial<JoinDraft>) => void;
}) {
  const topics = useTopics();
  const streams = useStreams();
  const datasets = useDatasetOptions('');
  if (what === 'csv' || what === 'postgres') {
    return (
      <TextInput
        label={what === 'csv' ? 'Address' : 'Database'}
        placeholder={
          what === 'csv' ? 'https://example.org/zones.csv' : 'postgresql://reader@db.example.org/city'
        }
        spellCheck={false}
        error={error}
        value={name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    );
  }
  const known =
    { topic: topics, stream: streams, dataset: datasets }[what].data?.items.map((one) => one.name) ?? [];
  return (
    <Select
      label="Name"
      searchable
      nothingFoundMessage={`No such ${what}`}
      data={[...new Set(name === '' ? known : [name, ...known])]}
      error={error}
      value={name === '' ? null : name}
      onChange={(chosen) => onChange({ name: chosen ?? '' })}
    />
  );
}
