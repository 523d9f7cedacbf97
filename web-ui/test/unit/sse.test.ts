import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EventStreamReader, type StreamEvent } from '../../src/protocol/sse';

interface Case {
  readonly name: string;
  readonly chunks: readonly (string | { readonly hex: string })[];
  readonly events: readonly StreamEvent[];
  readonly last_event_id?: string;
  readonly retry?: number;
}

/** The table that the gateway's tests read too. */
const TABLE = '../../../gateway/src/test/resources/conformance/sse.json';
const CASES = JSON.parse(readFileSync(new URL(TABLE, import.meta.url), 'utf8')) as Case[];

function bytesOf(chunk: string | { readonly hex: string }): Uint8Array {
  return typeof chunk === 'string'
    ? new TextEncoder().encode(chunk)
    : Uint8Array.from(chunk.hex.split(' '), (byte) => Number.parseInt(byte, 16));
}

function check({ events, last_event_id, retry }: Case, chunks: readonly Uint8Array[]): void {
  const reader = new EventStreamReader();
  expect(chunks.flatMap((chunk) => reader.read(chunk))).toEqual(events);
  if (last_event_id !== undefined) expect(reader.lastEventId).toBe(last_event_id);
  expect(reader.retryMs).toBe(retry ?? null);
}

describe.each(CASES)('$name', (one) => {
  const chunks = one.chunks.map(bytesOf);
  const whole = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  test('in its chunks', () => check(one, chunks));
  test('in one piece', () => check(one, [whole]));
  test('byte by byte', () =>
    check(
      one,
      [...whole].map((byte) => Uint8Array.of(byte)),
    ));
});

test('an event without an end does not grow for ever', () => {
  const reader = new EventStreamReader();
  const chunk = new TextEncoder().encode('data: '.padEnd(1024 * 1024, 'x'));
  expect(() => {
    for (let i = 0; i < 20; i++) reader.read(chunk);
  }).toThrow(RangeError);
});
