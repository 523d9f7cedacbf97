import { Input, TextInput } from '@mantine/core';
import { useNewest } from '../../../client/fields';
import { type FilterVerdict as Checked, useFilterCheck } from '../../../client/filters';
import { valueAt } from '../../../protocol/columns';
import { type FilterCheck, type FilterVerdict, stepsOf } from '../../../protocol/filter';
import type { LiveRecord } from '../../../protocol/record';
import { BodyCell, Cell } from '../../../ui/Cell';
import { FilterInput } from '../../../ui/FilterInput';
import { plural } from '../../../ui/format';
import styles from './Builder.module.css';
import type { SectionProps } from './form';
import { Section } from './Section';

const TRIED_ON = 50;

/** The filter and the columns, with the verdict on each of the newest records while it is typed. */
export function FilterSection({
  draft,
  faults,
  fields,
  onChange,
  topic,
}: SectionProps & { readonly topic: string | undefined }) {
  const { where, select, joins, window } = draft;
  // Behind a join a filter sees both sides, which no single topic shows.
  const alone = topic !== undefined && joins.length === 0;
  const source = alone ? ({ kind: 'topic', name: topic } as const) : undefined;
  const verdict = useFilterCheck(joins.length > 0 ? '' : where, source, TRIED_ON);
  const { check, current } = verdict;
  const checked = current && check !== undefined && !check.ok ? check.errors : [];
  return (
    <Section title="Filter and columns">
      <div className={styles.stack}>
        <Input.Wrapper label="Filter" labelElement="div">
          <FilterInput
            label="Filter"
            placeholder="Every record, or such as  fare_amount > 50"
            value={where}
            onChange={(text) => onChange({ where: text })}
            errors={checked.length > 0 ? checked : faults.inText('/source/where')}
            fields={fields.map(({ path }) => path)}
            hint={<Hint verdict={verdict} />}
          />
        </Input.Wrapper>
        {alone && where.trim() !== '' && current && check?.ok ? (
          <Trial topic={topic} where={where} check={check} />
        ) : null}
        {window.type === 'off' || window.type === 'none' ? (
          <TextInput
            label="Columns"
            description="Fields to keep, separated by commas; left empty, the whole value"
            placeholder="fare_amount, pu_location.borough as borough"
            classNames={{ input: 'mono' }}
            spellCheck={false}
            error={faults.at('/source/select')}
            value={select}
            onChange={(event) => onChange({ select: event.currentTarget.value })}
          />
        ) : null}
      </div>
    </Section>
  );
}

function Hint({ verdict: { check, current } }: { verdict: Checked }) {
  if (!current || check === undefined || !check.ok) return null;
  const verdicts = check.verdicts ?? [];
  if (verdicts.length === 0) return <span style={{ color: 'var(--good)' }}>The filter is sound</span>;
  const matches = verdicts.filter(({ verdict }) => verdict === 'match').length;
  const errors = verdicts.filter(({ verdict }) => verdict === 'error').length;
  return (
    <span data-testid="filter-trial">
      matches {matches} of the newest {plural(verdicts.length, 'record')}
      {errors > 0 ? <span style={{ color: 'var(--bad)' }}>; {errors} could not be judged</span> : null}
    </span>
  );
}

const WORDS = { match: 'match', no_match: 'no', error: 'error' } as const;
const COLOURS = { match: 'var(--good)', no_match: 'var(--ink-3)', error: 'var(--bad)' } as const;

/** Each of the newest records with what the filter says of it. */
function Trial({ topic, where, check }: { topic: string; where: string; check: FilterCheck }) {
  const { verdicts, fields } = check;
  const newest = useNewest(topic, where);
  const byPlace = new Map(
    (verdicts ?? []).map(({ partition, offset, verdict }) => [`${partition}@${offset}`, verdict]),
  );
  const judged = (newest.data ?? []).flatMap((record) => {
    const { partition, offset } = record.envelope;
    const verdict = byPlace.get(`${partition}@${offset}`);
    return verdict === undefined ? [] : [{ record, verdict }];
  });
  if (judged.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.trial} aria-label="Verdicts on the newest records" tabIndex={0}>
      <table>
        <tbody>
          {judged.map(({ record, verdict }) => (
            <Judged key={record.position} record={record} verdict={verdict} fields={fields ?? []} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface JudgedProps {
  readonly record: LiveRecord;
  readonly verdict: FilterVerdict['verdict'];
  /** What the filter looks at; shown before the whole value. */
  readonly fields: readonly string[];
}

function Judged({ record, verdict, fields }: JudgedProps) {
  return (
    <tr data-verdict={verdict} data-testid="judged-record">
      <td style={{ color: COLOURS[verdict] }}>{WORDS[verdict]}</td>
      {fields.slice(0, 3).map((path) => (
        <td key={path} title={path}>
          <Cell value={valueAt(record.value, stepsOf(path))} />
        </td>
      ))}
      <td>
        <BodyCell body={record.envelope.body} />
      </td>
    </tr>
  );
}
