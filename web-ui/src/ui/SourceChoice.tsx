import { SegmentedControl, Select } from '@mantine/core';

export type SourceKind = 'topic' | 'stream';

interface SourceChoiceProps {
  readonly kind: SourceKind;
  readonly name: string;
  /** Those that there are of the kind. */
  readonly known: readonly string[];
  /** Why there may be more than are known. */
  readonly failure: Error | null;
  readonly error: string | undefined;
  readonly onChange: (kind: SourceKind, name: string) => void;
}

/** A topic or a stream, by its name. */
export function SourceChoice({ kind, name, known, failure, error, onChange }: SourceChoiceProps) {
  return (
    <div className="row" style={{ alignItems: 'flex-end' }}>
      <SegmentedControl
        aria-label="Kind of source"
        value={kind}
        onChange={(chosen) => onChange(chosen as SourceKind, '')}
        data={[
          { value: 'topic', label: 'Topic' },
          { value: 'stream', label: 'Stream' },
        ]}
      />
      <Select
        className="grow"
        label={kind === 'topic' ? 'Topic' : 'Stream'}
        searchable
        nothingFoundMessage={
          failure === null ? 'Nothing of that name' : `The names cannot be had: ${failure.message}`
        }
        data={[...new Set(name === '' ? known : [name, ...known])]}
        error={error}
        value={name === '' ? null : name}
        onChange={(chosen) => onChange(kind, chosen ?? '')}
      />
    </div>
  );
}
