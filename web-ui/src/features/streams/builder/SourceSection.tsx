import { MultiSelect, SegmentedControl, Switch, TagsInput, TextInput } from '@mantine/core';
import { useDatasetOptions } from '../../../client/search';
import { useTopics } from '../../../client/topics';
import type { SourceMode } from '../../../protocol/stream-draft';
import styles from './Builder.module.css';
import type { SectionProps } from './form';
import { Section } from './Section';

export function SourceSection({ draft, faults, onChange }: SectionProps) {
  const { mode, topics, datasets, keywords, matchAll, joins, alias } = draft;
  const knownDatasets = useDatasetOptions('');
  const knownTopics = useTopics();
  return (
    <Section title="Read from" about="several are read as one">
      <div className={styles.stack}>
        <SegmentedControl
          aria-label="Kind of source"
          style={{ alignSelf: 'flex-start' }}
          value={mode}
          onChange={(next) => onChange({ mode: next as SourceMode })}
          data={[
            { value: 'topics', label: 'Topics' },
            { value: 'datasets', label: 'Datasets' },
            { value: 'keywords', label: 'Keywords' },
          ]}
        />
        {mode === 'topics' ? (
          <MultiSelect
            label="Topics"
            searchable
            nothingFoundMessage={nothing('topic', knownTopics.error)}
            error={faults.at('/source/topics') ?? faults.at('/source')}
            data={withChosen(
              knownTopics.data?.items.map(({ name }) => name),
              topics,
            )}
            value={[...topics]}
            onChange={(chosen) => onChange({ topics: chosen })}
          />
        ) : null}
        {mode === 'datasets' ? (
          <MultiSelect
            label="Datasets"
            searchable
            nothingFoundMessage={nothing('dataset', knownDatasets.error)}
            error={faults.at('/source/datasets') ?? faults.at('/source')}
            data={withChosen(
              knownDatasets.data?.items.map(({ name }) => name),
              datasets,
            )}
            value={[...datasets]}
            onChange={(chosen) => onChange({ datasets: chosen })}
          />
        ) : null}
        {mode === 'keywords' ? (
          <>
            <TagsInput
              label="Keywords"
              description="Datasets whose text contains them; Enter after each"
              error={faults.at('/source/keywords') ?? faults.at('/source')}
              value={[...keywords]}
              onChange={(chosen) => onChange({ keywords: chosen })}
            />
            <Switch
              label="A dataset must contain all of them"
              checked={matchAll}
              onChange={(event) => onChange({ matchAll: event.currentTarget.checked })}
            />
          </>
        ) : null}
        {joins.length === 0 ? null : (
          <TextInput
            label="Called"
            w={128}
            placeholder="l"
            classNames={{ input: 'mono' }}
            spellCheck={false}
            error={faults.at('/alias')}
            value={alias}
            onChange={(event) => onChange({ alias: event.currentTarget.value })}
          />
        )}
      </div>
    </Section>
  );
}

function nothing(what: string, failure: Error | null): string {
  return failure === null ? `No such ${what}` : `The ${what}s cannot be listed: ${failure.message}`;
}

function withChosen(known: readonly string[] | undefined, chosen: readonly string[]): string[] {
  return [...new Set([...chosen, ...(known ?? [])])];
}
