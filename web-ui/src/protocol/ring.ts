/**
 * The newest `capacity` items, in the order of their arrival; the oldest give way. Each item has a sequence number that
 * it keeps for life, so a reader can hold on to a place while others come and go.
 */
export class Ring<T> {
  readonly #slots: (T | undefined)[];
  #next = 0;
  #first = 0;

  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError('A ring holds at least one item');
    this.#slots = new Array<T | undefined>(capacity);
  }

  /** Sequence number of the oldest item that is still here; equals `next` when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Sequence number that the next item will get. */
  get next(): number {
    return this.#next;
  }

  get size(): number {
    return this.#next - this.#first;
  }

  push(item: T): number {
    const sequence = this.#next++;
    this.#slots[sequence % this.capacity] = item;
    if (this.size > this.capacity) this.#first = this.#next - this.capacity;
    return sequence;
  }

  at(sequence: number): T | undefined {
    if (sequence < this.#first || sequence >= this.#next) return undefined;
    return this.#slots[sequence % this.capacity];
  }

  /** Sequence numbers go on: a place that was held before is never mistaken for a new one. */
  clear(): void {
    this.#slots.fill(undefined);
    this.#first = this.#next;
  }
}
