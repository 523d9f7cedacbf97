import { useDataset } from '../../client/catalog';
import { useMasking } from '../../client/masking';
import { useMay, useMyRights } from '../../client/rights';
import { isAbsent } from '../../protocol/problem';
import type { Dataset } from '../../protocol/resources';
import { Absent } from '../../ui/Absent';
import { Page } from '../../ui/Page';
import { Empty, ListState, Loading, ProblemNotice } from '../../ui/States';
import { MaskingForm } from './MaskingForm';

/** What people do not see of a dataset's records; for who manages it. */
export default function MaskingPage({ id }: { id: string }) {
  const { data: dataset, error, isPending, refetch } = useDataset(id);
  const title = dataset?.title || dataset?.name || id;
  return (
    <Page title="Masking" parent={{ title, href: `/datasets/${encodeURIComponent(id)}` }}>
      {isPending ? <Loading what="Loading the dataset" /> : null}
      {isAbsent(error) ? (
        <Absent thing={{ kind: 'dataset', id }} />
      ) : dataset === undefined ? (
        <ProblemNotice error={error} retry={refetch} />
      ) : (
        <OfDataset dataset={dataset} />
      )}
    </Page>
  );
}

function OfDataset({ dataset }: { dataset: Dataset }) {
  const thing = { kind: 'dataset', id: dataset.name } as const;
  const rights = useMyRights(thing);
  const manages = useMay('manage', thing);
  const masking = useMasking(dataset.name, manages);
  if (rights.data === undefined) return <ListState what="your rights" list={rights} />;
  if (!manages) {
    return (
      <Empty title="Only who manages the dataset sees its rules">
        What you read of it may be without some fields or records.
      </Empty>
    );
  }
  if (dataset.topic === undefined) {
    return <Empty title="There is nothing to be masked">The dataset has no records here.</Empty>;
  }
  return masking.data === undefined ? (
    <ListState what="rules" list={masking} />
  ) : (
    <MaskingForm dataset={dataset.name} topic={dataset.topic} saved={masking.data} />
  );
}
