import { useEffect, useRef, useState } from 'react';
import { Loading, ProblemNotice } from '../States';
import type { Editor, SqlFault } from './editor';
import styles from './Sql.module.css';

interface SqlEditorProps {
  readonly label: string;
  readonly value: string;
  readonly faults: readonly SqlFault[];
  /** Names to complete with. */
  readonly fields: readonly string[];
  readonly onChange: (text: string) => void;
}

/** SQL over many lines: faults are underlined where they are, and told below for those who cannot see that. */
export function SqlEditor({ label, value, faults, fields, onChange }: SqlEditorProps) {
  const element = useRef<HTMLDivElement | null>(null);
  const [editor, setEditor] = useState<Editor>();
  const [broken, setBroken] = useState<unknown>(null);
  const latest = useRef({ value, fields, onChange });
  latest.current = { value, fields, onChange };
  useEffect(() => {
    let made: Editor | undefined;
    let gone = false;
    import('./editor')
      .then((module) => {
        if (gone || element.current === null) return;
        made = new module.Editor(element.current, {
          label,
          text: latest.current.value,
          fields: () => latest.current.fields,
          onChange: (text) => latest.current.onChange(text),
        });
        setEditor(made);
      })
      .catch((error: unknown) => setBroken(error));
    return () => {
      gone = true;
      made?.dispose();
      setEditor(undefined);
    };
  }, [label]);
  useEffect(() => editor?.show(value), [editor, value]);
  const marks = JSON.stringify(faults);
  useEffect(() => editor?.mark(JSON.parse(marks) as SqlFault[]), [editor, marks]);
  return (
    <div>
      <ProblemNotice error={broken} />
      <div ref={element} className={styles.editor} data-faulty={faults.length > 0} data-testid="sql-editor">
        {editor === undefined && broken === null ? <Loading rows={3} what="Loading the editor" /> : null}
      </div>
      <div role="alert" className={styles.faults} data-testid="sql-faults">
        {faults.map(({ message, position }) => (
          <div key={`${position} ${message}`}>
            <span className="faint">{placeOf(value, position)}</span> {message}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Line and column as editors count them. */
function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
