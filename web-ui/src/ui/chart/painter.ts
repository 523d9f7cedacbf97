import { BarChart, BoxplotChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { ChartView } from '../../protocol/chart/view';
import { optionOf, type Palette } from './options';

use([
  BarChart,
  BoxplotChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendScrollComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** The library on one element. This module alone imports it, and is itself loaded only where there is a chart. */
export class Painter {
  readonly #chart: ECharts;
  readonly #resizing: ResizeObserver;

  constructor(element: HTMLElement) {
    this.#chart = init(element, undefined, { renderer: 'canvas' });
    this.#resizing = new ResizeObserver(() => this.#chart.resize());
    this.#resizing.observe(element);
  }

  paint(view: ChartView, palette: Palette, still: boolean): void {
    this.#chart.setOption(optionOf(view, palette, still), { replaceMerge: ['series'], lazyUpdate: false });
  }

  dispose(): void {
    this.#resizing.disconnect();
    this.#chart.dispose();
  }
}
