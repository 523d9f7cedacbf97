import { ActionIcon, Tabs } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useSample } from '../../client/catalog';
import { fetchWholeRecord } from '../../client/topics';
import type { Dataset } from '../../protocol/resources';
import { RecordList } from '../../ui/RecordList';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { FieldTable } from './FieldTable';
import { isRead, ReadingFacts } from './ReadingFacts';
import { SchemaTable } from './SchemaTable';

/** The newest records and what they look like, and what their owner says about them. */
export function DatasetTabs({ dataset }: { dataset: Dataset }) {
  const sample = useSample(dataset.id);
  const fields = dataset.metadata?.fields ?? [];
  return (
    <Tabs defaultValue="sample" keepMounted={false}>
      <Tabs.List mb={10}>
        <Tabs.Tab value="sample">Sample</Tabs.Tab>
        <Tabs.Tab value="schema">Schema</Tabs.Tab>
        {fields.length === 0 ? null : <Tabs.Tab value="fields">Fields</Tabs.Tab>}
        {isRead(dataset) ? <Tabs.Tab value="reading">How it is read</Tabs.Tab> : null}
        <ActionIcon
          ml="auto"
          aria-label="Take a new sample"
          loading={sample.isFetching}
          onClick={() => sample.refetch()}
        >
          <IconRefresh size={15} />
        </ActionIcon>
      </Tabs.List>
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
      <Tabs.Panel value="fields">
        <FieldTable fields={fields} />
      </Tabs.Panel>
      <Tabs.Panel value="reading">
        <ReadingFacts dataset={dataset} />
      </Tabs.Panel>
    </Tabs>
  );
}

type SampleQuery = ReturnType<typeof useSample>;

function Sampled({ sample }: { sample: SampleQuery }) {
  return (
    <>
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
