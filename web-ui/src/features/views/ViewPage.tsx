import { Redirect } from 'wouter';
import { useView } from '../../client/views';
import { isAbsent } from '../../protocol/problem';
import { tableHref } from '../../protocol/view';
import { Absent } from '../../ui/Absent';
import { Page } from '../../ui/Page';
import { Loading, ProblemNotice } from '../../ui/States';

/** The address of a saved view: goes on to the table that it keeps. */
export default function ViewPage({ id }: { id: string }) {
  const view = useView(id);
  if (view.data !== undefined) return <Redirect to={tableHref(view.data)} replace />;
  return (
    <Page title="Saved view">
      {isAbsent(view.error) ? (
        <Absent thing={{ kind: 'view', id }} />
      ) : (
        <ProblemNotice error={view.error} retry={view.refetch} />
      )}
      {view.isPending ? <Loading what="Opening the view" /> : null}
    </Page>
  );
}
