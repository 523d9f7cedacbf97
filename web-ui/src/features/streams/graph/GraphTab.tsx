import { lazy, Suspense } from 'react';
import { useStreamGraph } from '../../../client/streams';
import type { StreamGraph } from '../../../protocol/stream';
import { rate, shortCount } from '../../../ui/format';
import { Scroll } from '../../../ui/Scroll';
import { Empty, Loading, ProblemNotice, Stale } from '../../../ui/States';
import { KIND_NAMES } from './nodes';

const GraphView = lazy(() => import('./GraphView'));

/** Where records come from, what is done to them and where they go, with what flows at the moment. */
export function GraphTab({ id }: { id: string }) {
  const graph = useStreamGraph(id);
  if (graph.data === undefined)
    return graph.isPending ? (
      <Loading what="Loading the graph" />
    ) : (
      <ProblemNotice error={graph.error} retry={graph.refetch} />
    );
  if (graph.data.nodes.length === 0) return <Empty title="Nothing flows yet" />;
  return (
    <>
      <Stale error={graph.error} retry={graph.refetch} />
      <Suspense fallback={<Loading what="Loading the graph" />}>
        <GraphView graph={graph.data} />
      </Suspense>
      <details style={{ marginTop: 12 }}>
        <summary className="small dim" style={{ cursor: 'pointer', width: 'fit-content' }}>
          As a list
        </summary>
        <EdgeList graph={graph.data} />
      </details>
    </>
  );
}

function EdgeList({ graph: { nodes, edges } }: { graph: StreamGraph }) {
  const named = new Map(nodes.map(({ id, kind, name }) => [id, `${KIND_NAMES[kind] ?? kind} ${name}`]));
  return (
    <Scroll label="Flows table">
      <table className="table tight" aria-label="Flows">
        <thead>
          <tr>
            <th>From</th>
            <th>To</th>
            <th className="right">Per second</th>
            <th className="right">Lag</th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ from, to, rate: flow, lag }) => (
            <tr key={`${from} ${to}`}>
              <td>{named.get(from) ?? from}</td>
              <td>{named.get(to) ?? to}</td>
              <td className="right">{flow == null ? '–' : rate(flow)}</td>
              <td className="right">{lag == null ? '–' : shortCount(lag)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
