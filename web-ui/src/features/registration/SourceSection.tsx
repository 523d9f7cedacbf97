import { SegmentedControl } from '@mantine/core';
import { useTopics } from '../../client/topics';
import { memberPointer } from '../../protocol/entries';
import { hasFault } from '../../protocol/faults';
import type { Field } from '../../protocol/fields';
import { titleOfType } from '../../protocol/source';
import { isCredential, sourceFields, TEMPLATES, takesCredentials } from '../../protocol/source-fields';
import { EntriesInput } from '../../ui/EntriesInput';
import { FieldGrid } from '../../ui/FieldInput';
import { Fold } from '../../ui/Fold';
import type { Part } from './form';
import { TemplatePicker } from './TemplatePicker';

interface SourceSectionProps extends Part {
  /** Of a dataset that is there already. */
  readonly stored?: { readonly hasCredentials: boolean };
}

/** Where the records come from, and what it takes to get there. */
export function SourceSection({ draft, faults, change, stored }: SourceSectionProps) {
  const { type, source } = draft;
  const faultOf = (name: string) => faults.at.get(`/source/${name}`);
  const set = (values: Draft['source']) => change({ source: values });
  const fields = sourceFields(type).filter((field) => !isCredential(field) && !(stored && field.once));
  return (
    <section className="stack" aria-label={`${titleOfType(type)}: source`} style={{ gap: 14 }}>
      {type === 'generator' ? (
        <TemplatePicker
          value={String(source.template)}
          error={faultOf('template')}
          onChange={(template) => set({ ...source, template })}
        />
      ) : null}
      {type === 'kafka' ? (
        <SegmentedControl
          aria-label="Cluster"
          style={{ alignSelf: 'flex-start' }}
          value={source.foreign === true ? 'foreign' : 'own'}
          onChange={(cluster) => set({ ...source, foreign: cluster === 'foreign' })}
          data={[
            { value: 'own', label: "The platform's broker" },
            { value: 'foreign', label: 'Another cluster' },
          ]}
        />
      ) : null}
      {stored?.hasCredentials && type === 'kafka' ? <Kept /> : null}
      <SourceFields
        fields={fields.map((field) => withDefault(field, draft))}
        draft={draft}
        faultOf={faultOf}
        onChange={set}
      />
      {takesCredentials(type) ? (
        <Credentials draft={draft} faults={faults} change={change} stored={stored?.hasCredentials === true} />
      ) : null}
    </section>
  );
}

type Draft = Part['draft'];

/** What counts when nothing is entered. */
function withDefault(field: Field, { type, name, source }: Draft): Field {
  const isOutput = field.name === 'copy' || (field.name === 'topic' && type !== 'kafka');
  if (isOutput) return { ...field, example: name };
  if (field.name !== 'rate') return field;
  const { rate } = TEMPLATES[source.template as keyof typeof TEMPLATES];
  return { ...field, example: String(rate) };
}

function SourceFields({
  fields,
  draft,
  faultOf,
  onChange,
}: {
  fields: readonly Field[];
  draft: Draft;
  faultOf: (name: string) => string | undefined;
  onChange: (values: Draft['source']) => void;
}) {
  const topics = useTopics();
  const own = draft.type === 'kafka' && draft.source.foreign !== true;
  const names = topics.data?.items.map(({ name }) => name) ?? [];
  return (
    <FieldGrid
      fields={fields}
      values={draft.source}
      faultOf={faultOf}
      onChange={onChange}
      {...(own ? { suggestions: { topic: names } } : {})}
    />
  );
}

function Kept() {
  return (
    <p className="small dim" style={{ margin: 0 }}>
      Credentials are stored. Leave these inputs empty to keep them; what is entered replaces all of them.
    </p>
  );
}

const HEADERS = '/source/credentials/headers';

function Credentials({ draft, faults, change, stored }: Part & { stored: boolean }) {
  const fields = sourceFields(draft.type).filter(isCredential);
  return (
    <Fold
      title="Credentials"
      about={stored ? 'stored; never shown' : 'where the source asks for them; stored encrypted, never shown'}
      urgent={hasFault(faults, '/source/credentials')}
    >
      {stored ? <Kept /> : null}
      <FieldGrid
        fields={fields}
        values={draft.source}
        faultOf={(name) => faults.at.get(`/source/${name}`)}
        onChange={(source) => change({ source })}
      />
      <EntriesInput
        label="Headers"
        about="Sent with each request; their values are secret too"
        one="Header"
        columns={[
          { name: 'name', label: 'Name' },
          { name: 'value', label: 'Value', secret: true },
        ]}
        entries={draft.headers}
        error={faults.at.get(HEADERS)}
        faultOf={(entry) => faults.at.get(memberPointer(HEADERS, entry))}
        onChange={(headers) => change({ headers })}
      />
    </Fold>
  );
}
