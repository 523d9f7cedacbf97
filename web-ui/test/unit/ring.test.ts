import { describe, expect, test } from 'vitest';
import { Ring } from '../../src/protocol/ring';

describe('the ring', () => {
  test('keeps the newest and forgets the oldest', () => {
    const ring = new Ring<number>(3);
    for (let item = 0; item < 5; item++) ring.push(item * 10);
    expect([ring.first, ring.next, ring.size]).toEqual([2, 5, 3]);
    expect([ring.at(1), ring.at(2), ring.at(4), ring.at(5)]).toEqual([undefined, 20, 40, undefined]);
  });

  test('an item keeps its number for as long as it is there', () => {
    const ring = new Ring<string>(2);
    const sequence = ring.push('a');
    ring.push('b');
    expect(ring.at(sequence)).toBe('a');
    ring.push('c');
    expect(ring.at(sequence)).toBeUndefined();
  });

  test('numbers go on after it was emptied', () => {
    const ring = new Ring<string>(4);
    ring.push('a');
    ring.push('b');
    ring.clear();
    expect([ring.size, ring.at(0), ring.at(1)]).toEqual([0, undefined, undefined]);
    expect(ring.push('c')).toBe(2);
    expect(ring.at(2)).toBe('c');
  });

  test('never holds more than its capacity, whatever is done to it', () => {
    const ring = new Ring<number>(7);
    let state = 1;
    for (let turn = 0; turn < 2000; turn++) {
      state = (state * 48271) % 2147483647;
      if (state % 97 === 0) ring.clear();
      else expect(ring.at(ring.push(turn))).toBe(turn);
      expect(ring.size).toBeLessThanOrEqual(7);
      for (let at = ring.first; at < ring.next; at++) expect(ring.at(at)).toBeDefined();
    }
  });

  test.each([0, -1, 1.5])('a capacity of %d is refused', (capacity) => {
    expect(() => new Ring(capacity)).toThrow(RangeError);
  });
});
