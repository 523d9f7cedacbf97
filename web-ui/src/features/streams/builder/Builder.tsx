import { Button, SegmentedControl } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useStreamPlan, useStreamPreview } from '../../../client/streams';
import { problemOf } from '../../../protocol/problem';
import { filterAsSql, onLines } from '../../../protocol/sql';
import type { NewStream, PlanError } from '../../../protocol/stream';
import { definitionOf, hasSource, type StreamDraft } from '../../../protocol/stream-draft';
import { pointerOnForm, pointersOf } from '../../../protocol/stream-pointers';
import { Confirm } from '../../../ui/Confirm';
import { ProblemNotice } from '../../../ui/States';
import { SqlEditor } from '../../../ui/sql/SqlEditor';
import styles from './Builder.module.css';
import { FormFaults } from './form';
import { PlanPanel } from './PlanPanel';
import { PreviewPanel } from './PreviewPanel';
import { Section } from './Section';
import { StartSection } from './StartSection';
import { StreamForm } from './StreamForm';

interface BuilderProps {
  readonly initial: StreamDraft;
  /** Where no form can say what runs. */
  readonly initialSql?: string | undefined;
  readonly named: boolean;
  readonly action: string;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Of a stream that runs: whether it would become another. */
  readonly isChange?: (definition: NewStream) => boolean;
  readonly onSubmit: (definition: NewStream) => void;
  readonly children?: ReactNode;
}

/**
 * A definition as a form or as SQL, with its plan and its preview beside it as it grows. The text is the server's: what the form means
 * is what its plan says in SQL. Nothing reads SQL back into the form.
 */
export function Builder({
  initial,
  initialSql,
  named,
  action,
  busy,
  error,
  isChange = () => true,
  onSubmit,
  children,
}: BuilderProps) {
  const [draft, setDraft] = useState(initial);
  const [sql, setSql] = useState<string | null>(initialSql === undefined ? null : onLines(initialSql));
  const [leaving, setLeaving] = useState(false);
  const definition = useMemo(() => (sql === null ? definitionOf(draft) : asSql(draft, sql)), [draft, sql]);
  const complete = sql === null ? hasSource(draft) : sql.trim() !== '';
  const asked = useMemo(() => (complete ? withoutName(definition) : undefined), [complete, definition]);
  const plan = useStreamPlan(asked);
  const sound = plan.answer?.ok === true && plan.current;
  const tried = useLastSound(asked, sound);
  const preview = useStreamPreview(tried);
  const errors = [...plan.errors, ...(plan.answer?.errors ?? []), ...refusals(error)];
  const faults = new FormFaults(errors.map((one) => ({ ...one, pointer: pointerOnForm(one.pointer) })));
  const change = (changes: Partial<StreamDraft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(definition);
  };
  const translated = onLines(plan.answer?.sql ?? filterAsSql(draft));
  const opened = useRef('');
  const show = (as: string) => {
    if (as === 'sql') {
      opened.current = translated;
      setSql(translated);
    } else if (initialSql === undefined && sql === opened.current) setSql(null);
    else setLeaving(true);
  };
  const changes = isChange(definition);
  const shown = sql === null ? pointersOf(draft) : ['/sql', '/name', '/source/from'];
  return (
    <form className={styles.columns} onSubmit={submit}>
      <div className={styles.form}>
        {children}
        <div className="spread" style={{ marginBottom: 12 }}>
          <SegmentedControl
            aria-label="Write it as"
            value={sql === null ? 'form' : 'sql'}
            onChange={show}
            data={[
              { value: 'form', label: 'Form' },
              // What is not sound cannot be said in SQL.
              { value: 'sql', label: 'SQL', disabled: sql === null && complete && !sound },
            ]}
          />
        </div>
        {sql === null ? (
          <StreamForm draft={draft} faults={faults} onChange={change} />
        ) : (
          <Section title="SQL" about="close to the words of ksqlDB">
            <SqlEditor label="SQL" value={sql} faults={faults.inText('/sql')} fields={[]} onChange={setSql} />
          </Section>
        )}
        <StartSection draft={draft} faults={faults} named={named} onChange={change} />
        <Elsewhere errors={faults.elsewhere(shown)} />
        <ProblemNotice error={error} shown={[...shown, ...errors.map(({ pointer }) => pointer)]} />
        <div className={styles.actions}>
          <Button
            type="submit"
            loading={busy}
            disabled={!complete || !changes || (plan.current && plan.answer?.ok === false)}
          >
            {action}
          </Button>
          <span className="small dim" role="status">
            {changes ? (sound ? 'The definition is sound.' : null) : 'Nothing is changed yet.'}
          </span>
        </div>
      </div>
      <div className={styles.side}>
        <PlanPanel plan={plan} />
        <PreviewPanel preview={preview} behind={tried !== asked} />
      </div>
      {leaving ? (
        <Confirm
          title="Back to the form"
          action="Leave the text"
          busy={false}
          error={null}
          onConfirm={() => {
            setSql(null);
            setLeaving(false);
          }}
          onClose={() => setLeaving(false)}
        >
          The form shows what was entered there before; what you wrote as SQL is not carried over.
        </Confirm>
      ) : null}
    </form>
  );
}

/** Only what the plan calls sound is tried; until the next sound definition its rows stay. */
function useLastSound(asked: NewStream | undefined, sound: boolean): NewStream | undefined {
  const [tried, setTried] = useState<NewStream>();
  useEffect(() => {
    if (sound || asked === undefined) setTried(asked);
  }, [asked, sound]);
  return tried;
}

function asSql({ name, from }: StreamDraft, sql: string): NewStream {
  return { ...(name.trim() === '' ? {} : { name: name.trim() }), sql, from };
}

/** Plans are about what a stream does: a name that is being typed need not be asked about. */
function withoutName({ name, ...definition }: NewStream): NewStream {
  return definition;
}

function refusals(error: Error | null): PlanError[] {
  if (error === null) return [];
  return (problemOf(error).violations ?? []).map(({ pointer, reason, ...rest }) => ({
    pointer,
    message: reason,
    ...rest,
  }));
}

/** Faults that no input is known for. */
function Elsewhere({ errors }: { errors: readonly PlanError[] }) {
  if (errors.length === 0) return null;
  return (
    <ul role="alert" className={styles.notes} style={{ color: 'var(--bad)', marginBottom: 12 }}>
      {errors.map(({ pointer, message }) => (
        <li key={`${pointer} ${message}`}>
          <span className="mono">{pointer}</span> {message}
        </li>
      ))}
    </ul>
  );
}
