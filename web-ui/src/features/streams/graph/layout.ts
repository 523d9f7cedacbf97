import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode, StreamGraph } from '../../../protocol/stream';

export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** A path for SVG. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 178;
export const NODE_HEIGHT = 58;
const LABEL = { width: 92, height: 30, labelpos: 'c' as const };

/** From left to right, edges with room for their figures. Edges to nodes that are not told of are left out. */
export function place({ nodes, edges }: StreamGraph): PlacedGraph {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 26, ranksep: 34, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  const known = edges.filter(({ from, to }) => graph.hasNode(from) && graph.hasNode(to));
  for (const { from, to } of known) graph.setEdge(from, to, { ...LABEL });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id) as { x: number; y: number };
      return { node, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
    }),
    edges: known.map((edge) => {
      const { points, x, y } = graph.edge(edge.from, edge.to) as unknown as RoutedEdge;
      return { edge, path: curve(points), labelX: x, labelY: y };
    }),
    width,
    height,
  };
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface RoutedEdge extends Spot {
  readonly points: readonly Spot[];
}

/** Through the points, without corners. */
function curve(points: readonly Spot[]): string {
  const [start, ...rest] = points;
  const end = rest.pop();
  if (start === undefined || end === undefined) return '';
  let path = `M${at(start)}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1] ?? end;
    const middle = index === rest.length - 1 ? end : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    path += `Q${at(point)} ${at(middle)}`;
  });
  return rest.length === 0 ? `${path}L${at(end)}` : path;
}

function at({ x, y }: Spot): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
