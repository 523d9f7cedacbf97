import { Button, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSetFormat } from '../../client/topics';
import { type Faults, faultsOf } from '../../protocol/faults';
import { isGiven, type Values } from '../../protocol/fields';
import { printJson } from '../../protocol/json';
import {
  FORMAT_FIELDS,
  FORMAT_GROUPS,
  formatKind,
  formatOf,
  formatValues,
  usesRegistry,
} from '../../protocol/record-format';
import type { TopicDetail } from '../../protocol/resources';
import { FieldGrid } from '../../ui/FieldInput';
import { FormProblem } from '../../ui/States';
import styles from './Format.module.css';

type Side = 'key' | 'value';

const NAMES = ['type', ...FORMAT_FIELDS.map(({ name }) => name)];
const POINTERS = (['value', 'key'] as const).flatMap((side) =>
  NAMES.map((name) => `/format/${side}/${name}`),
);

/** How the bytes of the records are read: what is stored is not touched, and what is read from now on is. */
export function FormatSection({ topic: { name, format } }: { topic: TopicDetail }) {
  const [value, setValue] = useState(() => formatValues(format?.value));
  const [key, setKey] = useState(() => formatValues(format?.key));
  const save = useSetFormat();
  const faults = faultsOf(save.error, POINTERS);
  const wanted = { value: formatOf(value), key: formatOf(key) };
  const stored = { value: formatOf(formatValues(format?.value)), key: formatOf(formatValues(format?.key)) };
  const isSame = printJson(wanted) === printJson(stored);
  const submit = () =>
    save.mutate(
      { name, format: wanted },
      { onSuccess: () => notifications.show({ message: 'Records are read in this format from now on' }) },
    );
  return (
    <form
      className={styles.form}
      aria-label="Format of the records"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="dim" style={{ margin: 0 }}>
        How the bytes of the records are understood everywhere: in the live table, in filters, in streams.
        What is stored stays as it is, so a wrong choice can be taken back.
      </p>
      <PartInput side="value" values={value} faults={faults} onChange={setValue} />
      <PartInput side="key" values={key} faults={faults} onChange={setKey} />
      <FormProblem error={save.error} faults={faults} />
      <div className="row">
        <Button type="submit" loading={save.isPending} disabled={isSame}>
          Save the format
        </Button>
        <Button component={Link} href={`/topics/${encodeURIComponent(name)}`} variant="default">
          Look at the records
        </Button>
      </div>
    </form>
  );
}

const TITLES: Readonly<Record<Side, string>> = { value: 'Values', key: 'Keys' };

function PartInput({
  side,
  values,
  faults,
  onChange,
}: {
  side: Side;
  values: Values;
  faults: Faults;
  onChange: (values: Values) => void;
}) {
  const type = String(values.type);
  const asked = FORMAT_FIELDS.some(({ when }) => when?.(values));
  return (
    <section className={styles.part} aria-label={TITLES[side]}>
      <Select
        label={TITLES[side]}
        description={formatKind(type).about}
        allowDeselect={false}
        maxDropdownHeight={340}
        maw={370}
        error={faults.at.get(`/format/${side}/type`)}
        data={FORMAT_GROUPS.map(({ title, kinds }) => ({
          group: title,
          items: kinds
            .filter((kind) => kind.type !== 'windowed' || side === 'key')
            .map((kind) => ({ value: kind.type, label: kind.title })),
        }))}
        value={type}
        onChange={(chosen) => onChange({ ...values, type: chosen ?? 'auto' })}
      />
      {asked ? (
        <FieldGrid
          fields={FORMAT_FIELDS}
          values={values}
          faultOf={(name) => faults.at.get(`/format/${side}/${name}`)}
          onChange={onChange}
        />
      ) : null}
      {usesRegistry(type) && type !== 'auto' ? (
        <p className={styles.hint}>
          Schemas come from the registry that the operator has configured (<code>kafka.schema_registry</code>
          ).
          {isGiven(values.subject)
            ? ' All records are shown by the newest schema of this subject.'
            : ' Each record is read by the schema whose id it carries.'}
        </p>
      ) : null}
    </section>
  );
}
