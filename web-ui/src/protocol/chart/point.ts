import { valueAt } from '../columns';
import { stepsOf } from '../filter';
import { type JsonValue, LosslessNumber, printJson } from '../json';
import type { LiveRecord } from '../record';
import type { ChartChoice } from './choice';

/** What a chart keeps of a record: a few numbers and a name, not the record. */
export interface Point {
  /** Time of the record, in epoch milliseconds. */
  readonly time: number;
  readonly x: number | null;
  readonly y: number | null;
  readonly group: string;
}

export interface Axes {
  readonly x: string;
  readonly y: readonly string[] | null;
  readonly xSteps: readonly string[] | null;
  readonly by: readonly string[] | null;
}

/** Of records that are in no group by themselves. */
export const ALL = '';
export const MISSING = '(none)';

export function axesOf(choice: ChartChoice): Axes {
  return {
    x: choice.x,
    xSteps: choice.x.startsWith('$') ? null : stepsOf(choice.x),
    y: choice.y === '' ? null : stepsOf(choice.y),
    by: choice.by === '' ? null : stepsOf(choice.by),
  };
}

export function pointOf(record: LiveRecord, axes: Axes, index: number): Point {
  const { value, envelope } = record;
  return {
    time: envelope.timestamp,
    x:
      axes.xSteps === null
        ? axes.x === '$index'
          ? index
          : envelope.timestamp
        : placeOf(valueAt(value, axes.xSteps)),
    y: axes.y === null ? null : numberOf(valueAt(value, axes.y)),
    group: axes.by === null ? ALL : nameOf(valueAt(value, axes.by)),
  };
}

/** A number, or a text that is nothing but one: delimited sources carry no other. */
export function numberOf(value: JsonValue | undefined): number | null {
  if (typeof value === 'number') return value;
  if (value instanceof LosslessNumber) return finite(Number(value.value));
  if (typeof value === 'string' && /^\s*[-+]?(\d|\.\d)/.test(value)) return finite(Number(value));
  return null;
}

/** A place on the x axis: a number, or the instant that a text names. */
function placeOf(value: JsonValue | undefined): number | null {
  const number = numberOf(value);
  if (number !== null || typeof value !== 'string') return number;
  return finite(Date.parse(value));
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}

/** The name of a group keeps every digit of a number. */
function nameOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return MISSING;
  return typeof value === 'string' ? value : printJson(value);
}

/** Earlier than this no epoch milliseconds are likely to be meant. */
const SINCE_MS = Date.UTC(1990, 0, 1);
const UNTIL_MS = Date.UTC(2100, 0, 1);

/** Whether the x axis is one of time, judged by its name and one of its values. */
export function isTimeAxis(x: string, sample: number | null): boolean {
  if (x === '$time') return true;
  if (x === '$index' || sample === null) return false;
  return sample > SINCE_MS && sample < UNTIL_MS;
}
