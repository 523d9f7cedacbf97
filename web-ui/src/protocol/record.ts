import { type JsonValue, membersOf, parseJson, printJson } from './json';

/** What a record carries. `json` keeps the very text that was produced. */
export type RecordBody =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** `error`: why the format of the topic could not make anything of it. */
  | { readonly kind: 'base64'; readonly text: string; readonly error?: string }
  | { readonly kind: 'truncated'; readonly text: string; readonly size: number };

interface Envelope {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestamp: number;
  readonly key: string | null;
  /** Why the format of the topic's keys could not make anything of it. */
  readonly keyError?: string;
  readonly headers: JsonValue;
  readonly body: RecordBody;
}

/**
 * A record as its text, taken apart when somebody looks: of thousands that pass each second a screen shows thirty.
 * `value` is undefined where the body is not (whole) JSON.
 */
export class LiveRecord {
  #envelope: Envelope | undefined;
  #value: { readonly parsed: JsonValue | undefined } | undefined;

  constructor(readonly raw: string) {}

  get envelope(): Envelope {
    this.#envelope ??= openEnvelope(this.raw);
    return this.#envelope;
  }

  get value(): JsonValue | undefined {
    this.#value ??= { parsed: parseBody(this.envelope.body) };
    return this.#value.parsed;
  }

  /** Where the record lies in Kafka; unique within a topic. */
  get position(): string {
    return `${this.envelope.topic}-${this.envelope.partition}@${this.envelope.offset}`;
  }
}

function openEnvelope(raw: string): Envelope {
  const members = membersOf(raw);
  const scalar = (name: string): JsonValue => parseJson(members.get(name) ?? 'null');
  const keyError = members.get('key_error');
  const key = members.has('key_base64') ? `base64:${scalar('key_base64')}` : scalar('key');
  return {
    topic: String(scalar('topic') ?? ''),
    partition: Number(members.get('partition') ?? 0),
    offset: members.get('offset') ?? '',
    timestamp: Number(members.get('timestamp') ?? 0),
    key: key === null ? null : typeof key === 'string' ? key : printJson(key),
    ...(keyError === undefined ? {} : { keyError: String(parseJson(keyError)) }),
    headers: scalar('headers'),
    body: bodyOf(members),
  };
}

function bodyOf(members: Map<string, string>): RecordBody {
  const string = (name: string): string => String(JSON.parse(members.get(name) ?? '""'));
  if (members.has('value_text')) return { kind: 'text', text: string('value_text') };
  if (members.has('value_base64')) {
    const error = members.has('value_error') ? { error: string('value_error') } : {};
    return { kind: 'base64', text: string('value_base64'), ...error };
  }
  const cut = members.get('value_truncated');
  if (cut !== undefined) {
    const text = cut.startsWith('"') ? string('value_truncated') : '';
    return { kind: 'truncated', text, size: Number(members.get('size') ?? 0) };
  }
  return { kind: 'json', text: members.get('value') ?? 'null' };
}

function parseBody(body: RecordBody): JsonValue | undefined {
  if (body.kind !== 'json') return undefined;
  try {
    return parseJson(body.text);
  } catch {
    // Nested deeper than the stack allows: the raw text is still there to be shown.
    return undefined;
  }
}
