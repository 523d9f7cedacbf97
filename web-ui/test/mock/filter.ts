/** Enough of the filter language to develop against: comparisons with `and`, `or`, `not`, `in`, parentheses; faults have positions. */
export interface Fault {
  readonly message: string;
  readonly position: number;
  readonly length: number;
}

type Value = Record<string, unknown>;
export type Predicate = (value: Value) => boolean;

interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'end';
  readonly text: string;
  readonly position: number;
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([A-Za-z_$][\w$.]*)|(<=|>=|<>|!=|==|[=<>(),]))/y;

class FilterFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

function fail(message: string, token: Token): never {
  throw new FilterFault({ message, position: token.position, length: token.text.length });
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      const position = at + text.slice(at).search(/\S/);
      throw new FilterFault({ message: `unexpected '${text[position]}'`, position, length: 1 });
    }
    const [whole, number, string, quoted, name, operator] = match;
    const position = at + whole.search(/\S/);
    if (number !== undefined) tokens.push({ kind: 'number', text: number, position });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, position });
    else if (quoted !== undefined) tokens.push({ kind: 'name', text: quoted, position });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, position });
    else tokens.push({ kind: 'operator', text: operator ?? '', position });
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', position: text.length });
  return tokens;
}

class Parser {
  #at = 0;
  readonly fields = new Set<string>();

  constructor(readonly tokens: readonly Token[]) {}

  parse(): Predicate {
    const predicate = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') fail(`expected 'and', 'or' or the end, found '${rest.text}'`, rest);
    return predicate;
  }

  #peek(): Token {
    return this.tokens[this.#at] as Token;
  }

  #next(): Token {
    return this.tokens[this.#at++] as Token;
  }

  #takes(word: string): boolean {
    if (this.#peek().text.toLowerCase() !== word || this.#peek().kind === 'string') return false;
    this.#at++;
    return true;
  }

  #or(): Predicate {
    let left = this.#and();
    while (this.#takes('or')) {
      const [a, b] = [left, this.#and()];
      left = (value) => a(value) || b(value);
    }
    return left;
  }

  #and(): Predicate {
    let left = this.#unary();
    while (this.#takes('and')) {
      const [a, b] = [left, this.#unary()];
      left = (value) => a(value) && b(value);
    }
    return left;
  }

  #unary(): Predicate {
    if (this.#takes('not')) {
      const inner = this.#unary();
      return (value) => !inner(value);
    }
    if (this.#takes('(')) {
      const inner = this.#or();
      if (!this.#takes(')')) fail("expected ')'", this.#peek());
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Predicate {
    const field = this.#next();
    if (field.kind !== 'name') fail(`expected a field, found '${field.text || 'the end'}'`, field);
    this.fields.add(field.text);
    if (this.#takes('in')) return this.#list(field.text);
    const operator = this.#next();
    const compare = COMPARE[operator.text];
    if (compare === undefined) fail(`expected a comparison after '${field.text}'`, operator);
    const literal = this.#literal();
    return (value) => compare(read(value, field.text), literal);
  }

  #list(field: string): Predicate {
    if (!this.#takes('(')) fail("expected '('", this.#peek());
    const literals: unknown[] = [];
    do literals.push(this.#literal());
    while (this.#takes(','));
    if (!this.#takes(')')) fail("expected ')'", this.#peek());
    return (value) => literals.includes(read(value, field));
  }

  #literal(): unknown {
    const token = this.#next();
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'string') return token.text;
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    return fail(`expected a value, found ${token.kind === 'end' ? 'the end' : `'${token.text}'`}`, token);
  }
}

const COMPARE: Record<string, (a: unknown, b: unknown) => boolean> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== undefined && a !== b,
  '<>': (a, b) => a !== undefined && a !== b,
  '<': (a, b) => (a as number) < (b as number),
  '>': (a, b) => (a as number) > (b as number),
  '<=': (a, b) => (a as number) <= (b as number),
  '>=': (a, b) => (a as number) >= (b as number),
};

function read(value: Value, path: string): unknown {
  let here: unknown = value;
  for (const step of path.split('.')) here = (here as Value | undefined)?.[step];
  return here;
}

export type Compiled =
  | { readonly ok: true; readonly test: Predicate; readonly fields: readonly string[] }
  | { readonly ok: false; readonly errors: readonly Fault[] };

export function compile(where: string): Compiled {
  if (where.trim() === '') return { ok: true, test: () => true, fields: [] };
  try {
    const parser = new Parser(tokenize(where));
    const test = parser.parse();
    return { ok: true, test, fields: [...parser.fields] };
  } catch (error) {
    if (error instanceof FilterFault) return { ok: false, errors: [error.fault] };
    throw error;
  }
}
