import { ActionIcon, Tabs } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useSearchParams } from 'wouter';
import { useSample } from '../../client/catalog';
import { fetchWholeRecord } from '../../client/topics';
import type { Dataset } from '../../protocol/resources';
import { isEntry } from '../../protocol/source';
import { ago, plural } from '../../ui/format';
import { RecordList } from '../../ui/RecordList';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { CitePanel } from './CitePanel';
import styles from './DatasetPage.module.css';
import { EntryPanel } from './EntryPanel';
import { FieldTable } from './FieldTable';
import { isRead, ReadingFacts } from './ReadingFacts';
import { SchemaTable } from './SchemaTable';
import { VersionList } from './VersionList';

/** What can be looked at: the newest records, or what an entry points to; then what is said about it. */
export function DatasetTabs({ dataset }: { dataset: Dataset }) {
  const { source } = dataset;
  const first = isEntry(source) ? 'target' : 'sample';
  const fields = dataset.metadata?.fields ?? [];
  const [params, setParams] = useSearchParams();
  const choose = (tab: string | null) =>
    setParams(tab === null || tab === first ? {} : { tab }, { replace: true });
  return (
    <Tabs value={params.get('tab') ?? first} onChange={choose} keepMounted={false}>
      <Tabs.List mb={10} className={styles.tabs ?? ''}>
        {isEntry(source) ? (
          <Tabs.Tab value="target">Points to</Tabs.Tab>
        ) : (
          <>
            <Tabs.Tab value="sample">Sample</Tabs.Tab>
            <Tabs.Tab value="schema">Schema</Tabs.Tab>
          </>
        )}
        {fields.length === 0 ? null : <Tabs.Tab value="fields">Fields</Tabs.Tab>}
        {isRead(dataset) ? <Tabs.Tab value="reading">How it is read</Tabs.Tab> : null}
        <Tabs.Tab value="versions">Versions</Tabs.Tab>
        <Tabs.Tab value="cite">Cite and export</Tabs.Tab>
      </Tabs.List>
      {isEntry(source) ? (
        <Tabs.Panel value="target">
          <EntryPanel source={source} />
        </Tabs.Panel>
      ) : (
        <Newest dataset={dataset} />
      )}
      <Tabs.Panel value="fields">
        <FieldTable fields={fields} />
      </Tabs.Panel>
      <Tabs.Panel value="reading">
        <ReadingFacts dataset={dataset} />
      </Tabs.Panel>
      <Tabs.Panel value="versions">
        <VersionList dataset={dataset} />
      </Tabs.Panel>
      <Tabs.Panel value="cite">
        <CitePanel dataset={dataset} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The newest records, and what they look like. */
function Newest({ dataset }: { dataset: Dataset }) {
  const sample = useSample(dataset.id);
  return (
    <>
      <Tabs.Panel value="sample">
        <Sampled sample={sample} />
        {sample.data === undefined ? null : <Records dataset={dataset} records={sample.data.records} />}
      </Tabs.Panel>
      <Tabs.Panel value="schema">
        <Sampled sample={sample} />
        {sample.data === undefined ? null : (
          <SchemaTable fields={sample.data.fields} scanned={sample.data.scanned} />
        )}
      </Tabs.Panel>
    </>
  );
}

type SampleQuery = ReturnType<typeof useSample>;

function Sampled({ sample }: { sample: SampleQuery }) {
  return (
    <>
      {sample.data === undefined ? null : (
        <div className="spread" style={{ marginBottom: 6 }}>
          <span className="small dim">
            {sample.data.records.length === 0
              ? 'Looked '
              : `The newest ${plural(sample.data.records.length, 'record')}, `}
            {ago(sample.dataUpdatedAt)}
          </span>
          <ActionIcon
            aria-label="Take a new sample"
            loading={sample.isFetching}
            onClick={() => sample.refetch()}
          >
            <IconRefresh size={15} />
          </ActionIcon>
        </div>
      )}
      <ProblemNotice error={sample.error} retry={sample.refetch} />
      {sample.isPending ? <Loading what="Loading a sample" /> : null}
    </>
  );
}

function Records({
  dataset,
  records,
}: {
  dataset: Dataset;
  records: NonNullable<SampleQuery['data']>['records'];
}) {
  if (records.length === 0) {
    return (
      <Empty title="No records yet">As soon as something is written to {dataset.topic}, it shows here.</Empty>
    );
  }
  return (
    <RecordList
      records={records}
      label="Sample records"
      loadWhole={({ envelope }) => fetchWholeRecord(envelope)}
      maxHeight="calc(100vh - 260px)"
    />
  );
}
