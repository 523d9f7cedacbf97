import type { EChartsCoreOption } from 'echarts/core';
import { figure, place } from '../../protocol/chart/values';
import { type ChartView, groupName, type Series } from '../../protocol/chart/view';

/** The colours of `tokens.css` as they are at the moment. */
export interface Palette {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly raised: string;
  readonly font: string;
  readonly colours: readonly string[];
}

const COLOURS = 8;
/** Up to here every point of a line gets a mark of its own. */
const MARKED_POINTS = 60;

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    faint: token('--ink-3'),
    line: token('--line'),
    raised: token('--bg-raised'),
    font: style.fontFamily,
    colours: Array.from({ length: COLOURS }, (_, index) => token(`--chart-${index + 1}`)),
  };
}

/** What the library is told to draw. */
export function optionOf(view: ChartView, palette: Palette, still: boolean): EChartsCoreOption {
  return {
    color: [...palette.colours],
    textStyle: { fontFamily: palette.font, color: palette.ink },
    animation: !still && view.kind === 'bar',
    animationDuration: 0,
    animationDurationUpdate: 160,
    grid: { left: 8, right: 20, top: hasLegend(view) ? 36 : 14, bottom: 8, containLabel: true },
    tooltip: tooltipOf(view, palette),
    ...(hasLegend(view) ? { legend: legendOf(palette) } : {}),
    ...bodyOf(view, palette),
  };
}

function hasLegend(view: ChartView): boolean {
  return (view.kind === 'line' || view.kind === 'scatter') && view.series.length > 1;
}

function legendOf({ ink, faint }: Palette) {
  return {
    type: 'scroll',
    top: 4,
    left: 8,
    itemHeight: 9,
    textStyle: { color: ink },
    pageTextStyle: { color: faint },
  };
}

function tooltipOf(view: ChartView, { raised, line, ink }: Palette) {
  const onAxis = view.kind === 'line' || view.kind === 'bar' || view.kind === 'histogram';
  return {
    trigger: onAxis ? 'axis' : 'item',
    // Names of groups come from records: nothing of them is ever markup.
    renderMode: 'richText',
    confine: true,
    backgroundColor: raised,
    borderColor: line,
    textStyle: { color: ink, fontSize: 12 },
    valueFormatter: (value: unknown) => (typeof value === 'number' ? figure(value) : String(value)),
  };
}

function bodyOf(view: ChartView, palette: Palette): EChartsCoreOption {
  switch (view.kind) {
    case 'line':
      return {
        xAxis: { ...axis(palette, view.time ? 'time' : 'value', false), ...roomFor(view) },
        yAxis: axis(palette, 'value', true),
        series: view.series.map(lineOf),
      };
    case 'scatter':
      return {
        xAxis: { ...axis(palette, view.time ? 'time' : 'value', true), ...roomFor(view) },
        yAxis: axis(palette, 'value', true),
        series: view.series.map(({ name, points }) => ({
          type: 'scatter',
          id: name,
          name: groupName(name),
          data: points,
          symbolSize: points.length > 1000 ? 3 : 5,
          itemStyle: { opacity: 0.65 },
          tooltip: {
            formatter: ({ value: [x, y] }: { value: [number, number] }) =>
              `${place(x, view.time)}  ${figure(y)}`,
          },
        })),
      };
    case 'bar':
      return {
        xAxis: {
          ...axis(palette, 'value', true),
          scale: false,
          ...stepsOf(view.top.map(({ value }) => value)),
        },
        yAxis: {
          ...axis(palette, 'category', false),
          inverse: true,
          data: view.top.map(({ name }) => groupName(name)),
        },
        series: [
          {
            type: 'bar',
            barMaxWidth: 26,
            data: view.top.map(({ value }) => value),
            label: valueLabel(palette),
          },
        ],
      };
    case 'pie':
      return { series: [pieOf(view, palette)] };
    case 'histogram':
      return {
        xAxis: { ...axis(palette, 'category', false), data: view.bins.map(({ from }) => figure(from)) },
        yAxis: { ...axis(palette, 'value', true), scale: false, minInterval: 1 },
        series: [{ type: 'bar', barCategoryGap: '4%', data: view.bins.map(({ count }) => count) }],
      };
    case 'box':
      return {
        xAxis: { ...axis(palette, 'category', false), data: view.boxes.map(({ name }) => groupName(name)) },
        yAxis: axis(palette, 'value', true),
        series: [
          {
            type: 'boxplot',
            itemStyle: { color: palette.raised, borderColor: palette.colours[0] },
            data: view.boxes.map(({ low, q1, median, q3, high }) => [low, q1, median, q3, high]),
          },
          {
            type: 'scatter',
            symbolSize: 4,
            data: view.boxes.flatMap(({ outliers }, index) => outliers.map((value) => [index, value])),
          },
        ],
      };
  }
}

const LONE_SPAN_MS = 60_000;

/** One moment by itself is drawn in the middle of a minute; the library would take days. */
function roomFor({ time, series }: ChartView & { kind: 'line' | 'scatter' }) {
  const first = series[0]?.points[0]?.[0];
  if (!time || first === undefined) return {};
  if (series.some(({ points }) => points.some(([x]) => x !== first))) return {};
  return { min: first - LONE_SPAN_MS / 2, max: first + LONE_SPAN_MS / 2 };
}

/** Whole figures have no marks between them. */
function stepsOf(values: readonly number[]) {
  return values.every(Number.isInteger) ? { minInterval: 1 } : {};
}

function lineOf({ name, points }: Series) {
  return {
    type: 'line',
    id: name,
    name: groupName(name),
    data: points,
    sampling: 'lttb',
    showSymbol: points.length <= MARKED_POINTS,
    symbolSize: 4,
    lineStyle: { width: 1.6 },
  };
}

function pieOf(view: ChartView & { kind: 'bar' | 'pie' }, { ink, faint }: Palette) {
  const slices = view.top.map(({ name, value }) => ({ name: groupName(name), value }));
  const rest = { name: 'others', value: view.rest, itemStyle: { color: faint } };
  return {
    type: 'pie',
    radius: ['38%', '68%'],
    data: view.rest > 0 ? [...slices, rest] : slices,
    label: { color: ink, formatter: '{b}  {d} %' },
    labelLine: { lineStyle: { color: faint } },
  };
}

function valueLabel({ ink }: Palette) {
  return {
    show: true,
    position: 'right',
    color: ink,
    formatter: ({ value }: { value: number }) => figure(value),
  };
}

/** @param split whether lines run across the chart from it */
function axis({ faint, line }: Palette, type: 'time' | 'value' | 'category', split: boolean) {
  return {
    type,
    scale: true,
    // Told each time: what is left out stays as an earlier picture had it.
    min: null,
    max: null,
    minInterval: null,
    axisLabel: {
      color: faint,
      hideOverlap: true,
      overflow: 'truncate',
      width: 140,
      ...(type === 'value' ? { formatter: (value: number) => figure(value) } : {}),
    },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    splitLine: { show: split, lineStyle: { color: line } },
  };
}
