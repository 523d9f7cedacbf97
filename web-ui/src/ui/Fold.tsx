import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import styles from './Fold.module.css';

interface FoldProps {
  readonly title: string;
  /** What is inside, in a few words; read while it is closed. */
  readonly about: string;
  readonly initiallyOpen?: boolean;
  /** Something inside must be seen: it cannot stay closed. */
  readonly urgent?: boolean;
  readonly children: ReactNode;
}

/** A part of a form that most people do not need. */
export function Fold({ title, about, initiallyOpen = false, urgent = false, children }: FoldProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const body = useId();
  const shown = open || urgent;
  return (
    <section className={styles.fold}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={shown}
        aria-controls={body}
        onClick={() => setOpen(!shown)}
      >
        <IconChevronRight size={14} aria-hidden />
        <strong>{title}</strong>
        <span className="small dim">{about}</span>
      </button>
      <div id={body} className={styles.body} hidden={!shown}>
        {shown ? children : null}
      </div>
    </section>
  );
}
