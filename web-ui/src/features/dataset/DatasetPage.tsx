import { ActionIcon, Button, Menu, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useDataset, useDatasetAction, useDeleteDataset, useSample } from '../../client/catalog';
import { fetchWholeRecord } from '../../client/topics';
import { liveHref } from '../../protocol/live';
import { problemOf } from '../../protocol/problem';
import type { Dataset } from '../../protocol/resources';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { Page } from '../../ui/Page';
import { RecordList } from '../../ui/RecordList';
import { StatePill } from '../../ui/StatePill';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { DatasetFacts } from './DatasetFacts';
import styles from './DatasetPage.module.css';
import { SchemaTable } from './SchemaTable';

const PARENT = { title: 'Catalog', href: '/catalog' };

export default function DatasetPage({ id }: { id: string }) {
  const { data: dataset, error, isPending, refetch } = useDataset(id);
  if (dataset === undefined) {
    return (
      <Page title={id} parent={PARENT}>
        {isPending ? <Loading what="Loading the dataset" /> : null}
        {error !== null && problemOf(error).code === 'not_found' ? (
          <Empty title="There is no such dataset">It may have been deleted, or you may not see it.</Empty>
        ) : (
          <ProblemNotice error={error} retry={refetch} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={dataset.title || dataset.name}
      parent={PARENT}
      beside={<StatePill state={dataset.state} reason={dataset.reason} />}
      actions={<Actions dataset={dataset} />}
    >
      {dataset.state === 'FAILED' && dataset.reason ? (
        <ProblemNotice error={new Error(dataset.reason)} />
      ) : null}
      <div className={styles.layout}>
        <div style={{ minWidth: 0 }}>
          {dataset.notes ? <p className={styles.notes}>{dataset.notes}</p> : null}
          <SampleTabs dataset={dataset} />
        </div>
        <DatasetFacts dataset={dataset} />
      </div>
    </Page>
  );
}

function Actions({ dataset }: { dataset: Dataset }) {
  const [deleting, setDeleting] = useState(false);
  const act = useDatasetAction();
  const generator = dataset.source.type === 'generator';
  const action = dataset.state === 'PAUSED' ? 'resume' : 'pause';
  const run = () =>
    act.mutate(
      { id: dataset.id, action },
      {
        onError: (error) =>
          notifications.show({
            color: 'red',
            title: 'That did not work',
            message: problemOf(error).detail ?? error.message,
          }),
      },
    );
  return (
    <>
      {generator ? (
        <Button
          variant="default"
          loading={act.isPending}
          onClick={run}
          leftSection={action === 'pause' ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
        >
          {action === 'pause' ? 'Pause' : 'Resume'}
        </Button>
      ) : null}
      <Button
        component={Link}
        href={`/streams?new=1&dataset=${encodeURIComponent(dataset.name)}`}
        variant="default"
      >
        Create stream
      </Button>
      <Button component={Link} href={liveHref({ kind: 'dataset', name: dataset.name })}>
        Watch live
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="More actions" variant="default" size={30}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
            Delete dataset…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deleting ? <DeleteDialog dataset={dataset} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function DeleteDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const remove = useDeleteDataset();
  const [, navigate] = useLocation();
  const confirm = () =>
    remove.mutate(dataset.id, {
      onSuccess: () => {
        notifications.show({ message: `Deleted ${dataset.name}` });
        navigate('/catalog');
      },
    });
  return (
    <ConfirmTyped
      title="Delete dataset"
      action="Delete dataset"
      word={dataset.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {dataset.source.type === 'generator' ? (
        <>
          The generator stops, and the topic <span className="mono">{dataset.topic}</span> goes with all its
          records.
        </>
      ) : (
        <>
          The entry leaves the catalog. The topic <span className="mono">{dataset.topic}</span> and its
          records stay.
        </>
      )}
    </ConfirmTyped>
  );
}

function SampleTabs({ dataset }: { dataset: Dataset }) {
  const sample = useSample(dataset.id);
  const refresh = (
    <ActionIcon
      ml="auto"
      aria-label="Take a new sample"
      loading={sample.isFetching}
      onClick={() => sample.refetch()}
    >
      <IconRefresh size={15} />
    </ActionIcon>
  );
  return (
    <Tabs defaultValue="sample" keepMounted={false}>
      <Tabs.List mb={10}>
        <Tabs.Tab value="sample">Sample</Tabs.Tab>
        <Tabs.Tab value="schema">Schema</Tabs.Tab>
        {refresh}
      </Tabs.List>
      <ProblemNotice error={sample.error} retry={sample.refetch} />
      {sample.isPending ? <Loading what="Loading a sample" /> : null}
      {sample.data === undefined ? null : (
        <>
          <Tabs.Panel value="sample">
            {sample.data.records.length === 0 ? (
              <Empty title="No records yet">
                As soon as something is written to {dataset.topic}, it shows here.
              </Empty>
            ) : (
              <RecordList
                records={sample.data.records}
                label="Sample records"
                loadWhole={({ envelope }) => fetchWholeRecord(envelope)}
                maxHeight="calc(100vh - 260px)"
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="schema">
            <SchemaTable fields={sample.data.fields} scanned={sample.data.scanned} />
          </Tabs.Panel>
        </>
      )}
    </Tabs>
  );
}
