import { autocompletion, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { SQLDialect, sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { styleNonce } from '../nonce';

/** A fault under its very characters. */
export interface SqlFault {
  readonly message: string;
  readonly position: number;
  readonly length: number;
}

/** Those of `docs/sql.md`. */
const WORDS =
  'select from where group by having order limit as asc desc except filter union all and or not in between like is null ' +
  'true false case when then else end cast inner left full outer join stream table on within refresh every window ' +
  'tumbling hopping session size advance gap grace period idle after timestamp format emit changes final create replace ' +
  'millisecond milliseconds second seconds minute minutes hour hours day days week weeks';

const dialect = SQLDialect.define({
  keywords: WORDS,
  builtin:
    'count sum avg min max stddev approx_count_distinct approx_percentile median first last top lower upper abs length contains time now duration',
  doubleQuotedStrings: false,
  identifierQuotes: '"',
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--json-word)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--json-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--json-number)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
]);

const looks = EditorView.theme({
  '&': { fontSize: '12.5px', color: 'var(--ink)', backgroundColor: 'var(--bg)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'var(--mono)', minHeight: '220px', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--bg-sub)',
    color: 'var(--ink-3)',
    borderRight: '1px solid var(--line)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--bg-selected) !important',
  },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--bg-raised)',
    border: '1px solid var(--line)',
    color: 'var(--ink)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--bg-selected)',
    color: 'var(--ink)',
  },
  '.cm-diagnostic': { borderLeft: '3px solid var(--bad)' },
});

interface EditorOptions {
  readonly label: string;
  readonly text: string;
  readonly fields: () => readonly string[];
  readonly onChange: (text: string) => void;
}

/** The editor on one element. This module alone imports it, and is loaded only where SQL is written. */
export class Editor {
  readonly #view: EditorView;

  constructor(parent: HTMLElement, { label, text, fields, onChange }: EditorOptions) {
    const complete: CompletionSource = (context) => {
      const word = context.matchBefore(/[\w$."]+/);
      if (word === null && !context.explicit) return null;
      const options = fields().map((field) => ({ label: field, type: 'property' }));
      return { from: word?.from ?? context.pos, options };
    };
    const language = sql({ dialect, upperCaseKeywords: false });
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          language,
          language.language.data.of({ autocomplete: complete }),
          autocompletion(),
          syntaxHighlighting(colours),
          looks,
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.cspNonce.of(styleNonce()),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          placeholder('select zone, count(*) as n from rides window tumbling (size 1 minute) group by zone'),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  /** Takes a text that did not come from its own keys. */
  show(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  mark(faults: readonly SqlFault[]): void {
    const { length } = this.#view.state.doc;
    const diagnostics = faults.map(({ message, position, length: wide }): Diagnostic => {
      const from = Math.min(position, Math.max(0, length - 1));
      // Where no length is told, the word that stands there is meant.
      const word = this.#view.state.wordAt(from)?.to ?? 0;
      return {
        from,
        to: Math.min(length, Math.max(from + 1, from + wide, word)),
        severity: 'error',
        message,
      };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  dispose(): void {
    this.#view.destroy();
  }
}
