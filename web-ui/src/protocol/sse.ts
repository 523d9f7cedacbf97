/** One event of a stream. `id` is the last that was told, with this event or before it. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** Far above the largest record that the server sends whole; a stream without line ends must not fill the page's memory. */
const MAX_EVENT_CHARS = 16 * 1024 * 1024;

const DIGITS = /^[0-9]+$/;

/**
 * Reads server-sent events (the HTML standard, "Interpreting an event stream") from bytes in chunks of any size. What the end
 * of the stream cut off is dropped, as the standard asks: its id was not reached.
 */
export class EventStreamReader {
  #decoder = new TextDecoder();
  /** The line that is not over yet, and whether the next line feed belongs to the line end before it. */
  #line = '';
  #afterReturn = false;
  #event = '';
  #data: string[] = [];
  #dataChars = 0;
  #id = '';
  #lastEventId = '';
  #retryMs: number | null = null;

  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** How long to wait before asking again, if the stream said so. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** The events that this chunk completes. @throws RangeError when an event is larger than any that the server sends. */
  read(chunk: Uint8Array): StreamEvent[] {
    const events: StreamEvent[] = [];
    const text = this.#decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character === '\n' && this.#afterReturn) start = at + 1;
      else if (character === '\n' || character === '\r') {
        this.#onLine(this.#line + text.slice(start, at), events);
        this.#line = '';
        start = at + 1;
      }
      this.#afterReturn = character === '\r';
    }
    this.#line += text.slice(start);
    this.#bound();
    return events;
  }

  #onLine(line: string, events: StreamEvent[]): void {
    if (line === '') this.#dispatch(events);
    else if (!line.startsWith(':')) this.#onField(line);
  }

  #onField(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const rest = colon < 0 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (name === 'data') {
      this.#data.push(value);
      this.#dataChars += value.length + 1;
      this.#bound();
    } else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && DIGITS.test(value)) this.#retryMs = Number(value);
  }

  #dispatch(events: StreamEvent[]): void {
    this.#lastEventId = this.#id;
    if (this.#data.length > 0) {
      events.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    }
    this.#event = '';
    this.#data = [];
    this.#dataChars = 0;
  }

  #bound(): void {
    if (this.#line.length + this.#dataChars > MAX_EVENT_CHARS) throw new RangeError('The event is too large');
  }
}
