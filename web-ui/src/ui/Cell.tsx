import { IconAlertTriangle } from '@tabler/icons-react';
import { type JsonValue, LosslessNumber, printJson } from '../protocol/json';
import type { RecordBody } from '../protocol/record';
import styles from './Cell.module.css';
import { bytes } from './format';

/** A JSON value in one line of a table. Missing, null and empty look different, since they are. */
export function Cell({ value }: { value: JsonValue | undefined }) {
  if (value === undefined) return null;
  if (value === null) return <span className={styles.nothing}>null</span>;
  if (value === '') return <span className={styles.nothing}>empty</span>;
  if (typeof value === 'string') return <span className={styles.string}>{value}</span>;
  if (typeof value === 'number' || value instanceof LosslessNumber) {
    return <span className={styles.number}>{printJson(value)}</span>;
  }
  if (typeof value === 'boolean') return <span className={styles.word}>{String(value)}</span>;
  if (Array.isArray(value)) {
    return (
      <span title={printJson(value).slice(0, 500)}>
        <span className={styles.chip}>{value.length}</span> {printJson(value).slice(0, 120)}
      </span>
    );
  }
  return <span title={printJson(value).slice(0, 500)}>{printJson(value).slice(0, 160)}</span>;
}

/** The whole body in one line. */
export function BodyCell({ body }: { body: RecordBody }) {
  switch (body.kind) {
    case 'json':
      return body.text === 'null' ? (
        <span className={styles.nothing}>tombstone</span>
      ) : (
        <span>{body.text.slice(0, 400)}</span>
      );
    case 'text':
      return <span>{body.text.slice(0, 400)}</span>;
    case 'base64':
      if (body.error !== undefined) return <Undecodable reason={body.error} text={body.text} />;
      return (
        <span>
          <span className={styles.chip}>base64</span> {body.text.slice(0, 300)}
        </span>
      );
    case 'truncated':
      return (
        <span>
          <span className={styles.chip}>cut, {bytes(body.size)}</span> {body.text.slice(0, 300)}
        </span>
      );
  }
}

/** A value that the format of its topic does not fit, and why; its bytes all the same. */
function Undecodable({ reason, text }: { reason: string; text: string }) {
  return (
    <span data-testid="value-error">
      <span className={styles.fault} title={reason}>
        <IconAlertTriangle size={13} aria-hidden /> Cannot be read: {reason}
      </span>{' '}
      <span className={styles.nothing}>{text.slice(0, 200)}</span>
    </span>
  );
}
