import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { indentJson } from '../../protocol/json';
import type { DeadLetter } from '../../protocol/landing';
import { ago, fullTime } from '../../ui/format';
import styles from './Landings.module.css';

interface DeadLetterRowProps {
  readonly letter: DeadLetter;
  /** Why it was refused when it was last sent. */
  readonly refusal: string | undefined;
  readonly waiting: boolean;
  readonly chosen: boolean;
  readonly busy: boolean;
  readonly onChoose: (chosen: boolean) => void;
  /** With a corrected value, or as it is. */
  readonly onSend: (value?: string) => void;
  readonly onDiscard: () => void;
}

export function DeadLetterRow(props: DeadLetterRowProps) {
  const { letter, refusal, waiting, chosen, busy, onChoose, onSend, onDiscard } = props;
  const { topic, partition, offset, at, reason, column, sqlstate, value } = letter;
  const [editing, setEditing] = useState(false);
  const place = `${topic} ${partition}@${offset}`;
  return (
    <>
      <tr className={styles.letter} data-testid="dead-letter">
        {waiting ? (
          <td>
            <Checkbox
              aria-label={`Choose ${place}`}
              checked={chosen}
              onChange={(event) => onChoose(event.currentTarget.checked)}
            />
          </td>
        ) : null}
        <td className="fit dim" title={fullTime(at)}>
          {ago(at)}
        </td>
        <td className="fit mono">
          {partition}@{offset}
        </td>
        <td className="fit mono">{column ?? <span className="faint">–</span>}</td>
        <td>
          {reason}
          {sqlstate ? <span className="faint mono"> {sqlstate}</span> : null}
          {refusal === undefined ? null : (
            <div role="alert" style={{ color: 'var(--bad)' }}>
              Sent again, and refused: {refusal}
            </div>
          )}
        </td>
        <td className={`${styles.value ?? ''} cut`} title={value.slice(0, 2000)}>
          {value.slice(0, 300)}
        </td>
        {waiting ? (
          <td className="fit">
            <div className="row" style={{ gap: 4, justifyContent: 'flex-end' }}>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Edit ${place}`}
                aria-expanded={editing}
                onClick={() => setEditing(!editing)}
              >
                Edit
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Send again: ${place}`}
                disabled={busy}
                onClick={() => onSend()}
              >
                Send again
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Discard ${place}`}
                disabled={busy}
                onClick={onDiscard}
              >
                Discard
              </Button>
            </div>
          </td>
        ) : null}
      </tr>
      {editing ? (
        <tr>
          <td colSpan={7} className={styles.editor}>
            <ValueEditor
              label={`Value of ${place}`}
              value={value}
              busy={busy}
              onSend={onSend}
              onCancel={() => setEditing(false)}
            />
          </td>
        </tr>
      ) : null}
    </>
  );
}

interface ValueEditorProps {
  readonly label: string;
  readonly value: string;
  readonly busy: boolean;
  readonly onSend: (value: string) => void;
  readonly onCancel: () => void;
}

/** JSON text, sent with the digits as they are typed. */
function ValueEditor({ label, value, busy, onSend, onCancel }: ValueEditorProps) {
  const [text, setText] = useState(() => indented(value));
  const fault = faultOf(text);
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Textarea
        aria-label={label}
        autosize
        minRows={3}
        maxRows={16}
        data-autofocus
        classNames={{ input: 'mono' }}
        spellCheck={false}
        error={fault}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="row">
        <Button loading={busy} disabled={fault !== undefined} onClick={() => onSend(text)}>
          Send the corrected value
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function indented(value: string): string {
  try {
    return indentJson(value);
  } catch {
    return value;
  }
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `Not JSON: ${error.message}` : 'Not JSON';
  }
}
