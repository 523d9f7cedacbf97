import type { ReactNode } from 'react';
import styles from './Builder.module.css';

/** A part of the builder with its heading. */
export function Section({
  title,
  about,
  beside,
  children,
}: {
  title: string;
  about?: ReactNode;
  beside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section className={styles.section} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {about === undefined ? null : <span className="small dim">{about}</span>}
        {beside}
      </header>
      {children}
    </section>
  );
}
