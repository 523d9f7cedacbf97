import type { StreamDraft } from './stream-draft';

const QUOTED = /('(?:[^']|'')*'|"(?:[^"]|"")*")/;
const CLAUSE =
  /(?<!\b(?:inner|left|full|outer)) (?=(?:from|(?:inner |left outer |left |full outer |full )?join|window|timestamp by|where|group by|having|order by|limit|emit) )/g;

/** A query with a clause on each line. Only blanks become line breaks, and none inside quotes. */
export function onLines(sql: string): string {
  return sql
    .split(QUOTED)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll(CLAUSE, '\n') : part))
    .join('');
}

/** A filter without windows and joins as a query, for plans that tell no text of their own. */
export function filterAsSql({ mode, topics, datasets, where, select }: StreamDraft): string {
  if (mode === 'keywords') return '';
  const kind = mode === 'topics' ? 'topic' : 'dataset';
  const sources = { topics, datasets }[mode].map((name) => `${kind}('${name.replaceAll("'", "''")}')`);
  if (sources.length === 0) return '';
  const condition = where.trim() === '' ? '' : ` where ${where.trim()}`;
  return `select ${select.trim() || '*'} from ${sources.join(', ')}${condition}`;
}
