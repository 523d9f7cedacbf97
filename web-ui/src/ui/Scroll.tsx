import type { ReactNode } from 'react';
import styles from './Scroll.module.css';

/** Something that may be wider than a narrow window: it scrolls by itself, by keys too, and the page does not. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section aria-label={label} tabIndex={0} className={styles.scroll}>
      {children}
    </section>
  );
}
