import { LosslessNumber, parse, stringify } from 'lossless-json';

/**
 * JSON that keeps every digit. A number becomes a JavaScript number only where that prints back as the very text that was
 * read; `9007199254740993`, `1.10` or `0.1000000000000000055511151231257827` stay text inside a {@link LosslessNumber}.
 */
export type JsonValue = null | boolean | string | number | LosslessNumber | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

export { LosslessNumber };

const exactNumber = (text: string): number | LosslessNumber =>
  String(Number(text)) === text ? Number(text) : new LosslessNumber(text);

/** @throws SyntaxError when the text is not JSON. Of two members with one name the first counts, as in the filter language. */
export function parseJson(text: string): JsonValue {
  return parse(text, null, {
    parseNumber: exactNumber,
    onDuplicateKey: ({ oldValue }) => oldValue,
  }) as JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LosslessNumber)
  );
}

/** The value on one line, with the digits that it came with. */
export function printJson(value: JsonValue): string {
  if (value instanceof LosslessNumber) return value.value;
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${printJson(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** JSON text over many lines. */
export function indentJson(text: string): string {
  return stringify(parseJson(text), undefined, 2) ?? text;
}

/** The text of each member of a JSON object, not parsed: what a record's value looked like before anybody touched it. */
export function membersOf(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = expect(text, skipSpace(text, 0), '{');
  if (text[at] === '}') return members;
  for (;;) {
    const nameEnd = endOfValue(text, at);
    const name = JSON.parse(text.slice(at, nameEnd)) as string;
    const start = expect(text, skipSpace(text, nameEnd), ':');
    const end = endOfValue(text, start);
    members.set(name, text.slice(start, end));
    at = skipSpace(text, end);
    if (text[at] === '}') return members;
    at = expect(text, at, ',');
  }
}

/** The text of each element of a JSON array, not parsed. */
export function elementsOf(text: string): string[] {
  const elements: string[] = [];
  let at = expect(text, skipSpace(text, 0), '[');
  if (text[at] === ']') return elements;
  for (;;) {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = skipSpace(text, end);
    if (text[at] === ']') return elements;
    at = expect(text, at, ',');
  }
}

const QUOTE = 34;
const BACKSLASH = 92;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

function expect(text: string, at: number, character: string): number {
  if (text[at] !== character) throw new SyntaxError(`Expected ${character} at ${at}`);
  return skipSpace(text, at + 1);
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  throw new SyntaxError(`String without an end at ${start}`);
}

/** Brackets need only be counted: which kind closes which is for the parser to check. */
function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') return endOfScalar(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  throw new SyntaxError(`Value without an end at ${start}`);
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',]}'.includes(text[at] as string) && text.charCodeAt(at) > 32) at++;
  if (at === start) throw new SyntaxError(`Expected a value at ${start}`);
  return at;
}
