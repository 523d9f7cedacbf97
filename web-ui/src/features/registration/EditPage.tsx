import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useChangeDataset, useDataset, useOrganizations } from '../../client/catalog';
import { draftOf, patchOf } from '../../protocol/draft';
import { isAbsent } from '../../protocol/problem';
import type { Dataset } from '../../protocol/resources';
import { Page } from '../../ui/Page';
import { SourceTypeLabel } from '../../ui/SourceIcon';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { DatasetForm } from './DatasetForm';
import { isNewOrganization } from './DescriptionSection';
import { useDraft } from './useDraft';

export default function EditPage({ id }: { id: string }) {
  const { data: dataset, error, isPending, refetch } = useDataset(id);
  const parent = { title: dataset?.title || id, href: `/datasets/${encodeURIComponent(id)}` };
  return (
    <Page
      title="Edit"
      parent={parent}
      beside={
        dataset === undefined ? null : (
          <span className="dim">
            <SourceTypeLabel type={dataset.source.type} />
          </span>
        )
      }
    >
      {isPending ? <Loading what="Loading the dataset" /> : null}
      {isAbsent(error) ? (
        <Empty title="There is no such dataset">It may have been deleted, or you may not see it.</Empty>
      ) : (
        <ProblemNotice error={error} retry={refetch} />
      )}
      {dataset === undefined ? null : <EditForm dataset={dataset} back={parent.href} />}
    </Page>
  );
}

/** Starts from the dataset as it was when the form opened; only what is changed here is sent. */
function EditForm({ dataset, back }: { dataset: Dataset; back: string }) {
  const [before] = useState(() => draftOf(dataset));
  const [, navigate] = useLocation();
  const organizations = useOrganizations().data?.items.map(({ name }) => name);
  const save = useChangeDataset(dataset.id);
  const { draft, change, faults, check, form } = useDraft(before, save.error);
  const submit = () => {
    if (!check()) return;
    const body = patchOf(before, draft);
    if (body === undefined) {
      navigate(back);
      return;
    }
    const isNew = isNewOrganization(draft, organizations);
    save.mutate(
      { body, newOrganization: isNew ? draft.organization.trim() : undefined },
      {
        onSuccess: ({ version }) => {
          notifications.show({ message: `Saved as version ${version}` });
          navigate(back);
        },
      },
    );
  };
  return (
    <DatasetForm
      label="Edit the dataset"
      action="Save"
      form={form}
      draft={draft}
      faults={faults}
      change={change}
      organizations={organizations}
      stored={{ hasCredentials: dataset.has_credentials === true }}
      error={save.error}
      busy={save.isPending}
      cancelHref={back}
      onSubmit={submit}
    />
  );
}
