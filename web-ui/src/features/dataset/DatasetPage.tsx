import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconDots,
  IconEyeOff,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useDataset, useDatasetAction, useDeleteDataset } from '../../client/catalog';
import { useMay } from '../../client/rights';
import { liveHref } from '../../protocol/live';
import { isAbsent, problemOf } from '../../protocol/problem';
import type { Dataset } from '../../protocol/resources';
import { isEntry, runs } from '../../protocol/source';
import { Absent } from '../../ui/Absent';
import { AccessLink } from '../../ui/AccessLink';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { Page } from '../../ui/Page';
import { StatePill } from '../../ui/StatePill';
import { Loading, ProblemNotice, Stale } from '../../ui/States';
import { DatasetFacts } from './DatasetFacts';
import styles from './DatasetPage.module.css';
import { DatasetTabs } from './DatasetTabs';
import { MaskingNotice } from './MaskingNotice';
import { ProgressPanel } from './ProgressPanel';

const PARENT = { title: 'Catalog', href: '/catalog' };

export default function DatasetPage({ id }: { id: string }) {
  const { data: dataset, error, isPending, refetch } = useDataset(id);
  if (dataset === undefined) {
    return (
      <Page title={id} parent={PARENT}>
        {isPending ? <Loading what="Loading the dataset" /> : null}
        {isAbsent(error) ? (
          <Absent thing={{ kind: 'dataset', id }} />
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
      <Stale error={error} retry={refetch} />
      <div className={styles.layout}>
        <div style={{ minWidth: 0 }}>
          {dataset.notes ? <p className={styles.notes}>{dataset.notes}</p> : null}
          <MaskingNotice dataset={dataset} />
          <ProgressPanel dataset={dataset} />
          <DatasetTabs dataset={dataset} />
        </div>
        <DatasetFacts dataset={dataset} />
      </div>
    </Page>
  );
}

function Actions({ dataset }: { dataset: Dataset }) {
  const [deleting, setDeleting] = useState(false);
  const [, navigate] = useLocation();
  const mayManage = useMay('manage', { kind: 'dataset', id: dataset.name });
  const name = encodeURIComponent(dataset.name);
  return (
    <>
      {runs(dataset.source) && dataset.state !== 'COMPLETED' ? <RunButton dataset={dataset} /> : null}
      <AccessLink thing={{ kind: 'dataset', id: dataset.name }} />
      {isEntry(dataset.source) ? null : (
        <>
          <Button component={Link} href={`/streams/new?dataset=${name}`} variant="default">
            Create stream
          </Button>
          <Button component={Link} href={liveHref({ kind: 'dataset', name: dataset.name })}>
            Watch live
          </Button>
        </>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="More actions" variant="default" size={30}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={15} />}
            onClick={() => navigate(`/datasets/${name}/edit`)}
          >
            Edit…
          </Menu.Item>
          {mayManage && dataset.topic !== undefined ? (
            <Menu.Item
              leftSection={<IconEyeOff size={15} />}
              onClick={() => navigate(`/datasets/${name}/masking`)}
            >
              Masking…
            </Menu.Item>
          ) : null}
          <Menu.Item c="var(--bad)" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
            Delete dataset…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deleting ? <DeleteDialog dataset={dataset} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function RunButton({ dataset }: { dataset: Dataset }) {
  const act = useDatasetAction();
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
    <Button
      variant="default"
      loading={act.isPending}
      onClick={run}
      leftSection={action === 'pause' ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
    >
      {action === 'pause' ? 'Pause' : 'Resume'}
    </Button>
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
      <WhatGoes dataset={dataset} />
    </ConfirmTyped>
  );
}

function WhatGoes({ dataset: { source, topic } }: { dataset: Dataset }) {
  if (isEntry(source)) return <>The entry leaves the catalog. What it points to is not touched.</>;
  const named = <span className="mono">{topic}</span>;
  return runs(source) ? (
    <>Its source is no longer read, and the topic {named} goes with all its records.</>
  ) : (
    <>The entry leaves the catalog. The topic {named} and its records stay.</>
  );
}
