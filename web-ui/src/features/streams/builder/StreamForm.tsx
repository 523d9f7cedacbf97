import { useFieldsOf } from '../../../client/fields';
import { useDatasetOptions } from '../../../client/search';
import { useStreams } from '../../../client/streams';
import type { Field } from '../../../protocol/columns';
import type { JoinDraft, StreamDraft } from '../../../protocol/stream-draft';
import { BranchSection } from './BranchSection';
import { FilterSection } from './FilterSection';
import type { FormFaults } from './form';
import { JoinSection } from './JoinSection';
import { SourceSection } from './SourceSection';
import { WindowSection } from './WindowSection';

interface StreamFormProps {
  readonly draft: StreamDraft;
  readonly faults: FormFaults;
  readonly onChange: (changes: Partial<StreamDraft>) => void;
}

export function StreamForm({ draft, faults, onChange }: StreamFormProps) {
  const topics = useSourceTopics(draft);
  const fields = useKnownFields(draft, topics);
  const section = { draft, faults, fields, onChange };
  const [topic, ...others] = topics;
  return (
    <>
      <SourceSection {...section} />
      <JoinSection {...section} />
      <FilterSection {...section} topic={others.length === 0 ? topic : undefined} />
      <WindowSection {...section} />
      <BranchSection {...section} />
    </>
  );
}

/** The topics that the records come from, as far as the catalogue's first datasets tell. */
function useSourceTopics({ mode, topics, datasets }: StreamDraft): readonly string[] {
  const options = useDatasetOptions('');
  if (mode === 'topics') return topics;
  if (mode === 'keywords') return [];
  const known = options.data?.items ?? [];
  return datasets.map((name) => known.find((one) => one.name === name)?.topic ?? name);
}

function useKnownFields({ alias, joins }: StreamDraft, topics: readonly string[]): readonly Field[] {
  const left = useFieldsOf(topics);
  const datasets = useDatasetOptions('');
  const streams = useStreams();
  const topicOf = ({ what, name }: JoinDraft): string[] => {
    if (name === '') return [];
    if (what === 'topic') return [name];
    const known = what === 'dataset' ? datasets.data?.items : what === 'stream' ? streams.data?.items : [];
    return (known ?? []).flatMap((one) => (one.name === name ? (one.topic ?? []) : []));
  };
  const first = joins[0];
  const right = useFieldsOf(first === undefined ? [] : topicOf(first));
  if (first === undefined) return left;
  return [...prefixed(alias || 'l', left), ...prefixed(first.alias, right)];
}

function prefixed(alias: string, fields: readonly Field[]): Field[] {
  return fields.map((field) => ({ ...field, path: `${alias}.${field.path}` }));
}
