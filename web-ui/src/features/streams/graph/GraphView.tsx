import { useMemo } from 'react';
import { Link } from 'wouter';
import type { GraphEdge, GraphNode, StreamGraph } from '../../../protocol/stream';
import { rate, shortCount } from '../../../ui/format';
import styles from './Graph.module.css';
import { type PlacedGraph, place } from './layout';
import { hrefOf, KIND_NAMES, toneOf, wordsOf } from './nodes';

/** More records behind than this are worth a colour. */
const BEHIND = 1000;

/** The picture: nodes are links, figures stand on the edges and change without anything moving. */
export default function GraphView({ graph }: { graph: StreamGraph }) {
  const shape = JSON.stringify([
    graph.nodes.map(({ id }) => id),
    graph.edges.map(({ from, to }) => [from, to]),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: figures change each second, places do not
  const placed: PlacedGraph = useMemo(() => place(graph), [shape]);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = new Map(graph.edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.scroll} aria-label="Graph" tabIndex={0} data-testid="graph">
      <div className={styles.canvas} style={{ width: placed.width, height: placed.height }}>
        <svg width={placed.width} height={placed.height} aria-hidden className={styles.edges}>
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0,0.5L7.5,4L0,7.5z" className={styles.arrow} />
            </marker>
          </defs>
          {placed.edges.map(({ edge, path }) => (
            <path key={`${edge.from} ${edge.to}`} d={path} className={styles.edge} markerEnd="url(#arrow)" />
          ))}
        </svg>
        {placed.edges.map(({ edge, labelX, labelY }) => {
          const id = `${edge.from} ${edge.to}`;
          return <EdgeLabel key={id} edge={edges.get(id) ?? edge} x={labelX} y={labelY} />;
        })}
        {placed.nodes.map(({ node, x, y }) => (
          <Node key={node.id} node={nodes.get(node.id) ?? node} x={x} y={y} />
        ))}
      </div>
    </section>
  );
}

function EdgeLabel({ edge: { rate: flow, lag }, x, y }: { edge: GraphEdge; x: number; y: number }) {
  if (flow == null && lag == null) return null;
  return (
    <div className={styles.label} style={{ left: x, top: y }} data-testid="graph-edge">
      {flow == null ? null : <span>{rate(flow)}/s</span>}
      {lag == null ? null : <span data-tone={lag > BEHIND ? 'warn' : undefined}>lag {shortCount(lag)}</span>}
    </div>
  );
}

function Node({ node, x, y }: { node: GraphNode; x: number; y: number }) {
  const { kind, state } = node;
  const href = hrefOf(node);
  const { name, about } = wordsOf(node);
  const body = (
    <>
      <span className={styles.kind}>
        {KIND_NAMES[kind] ?? kind}
        {state ? <i data-tone={toneOf(state)} aria-hidden /> : null}
      </span>
      <span className={`${styles.name} cut`} title={name}>
        {name}
      </span>
      <span className="small dim cut" title={about}>
        {about}
      </span>
    </>
  );
  const shared = { className: styles.node, style: { left: x, top: y }, 'data-testid': 'graph-node' };
  return href === undefined ? (
    <div {...shared}>{body}</div>
  ) : (
    <Link {...shared} href={href}>
      {body}
    </Link>
  );
}
