import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import styles from './Page.module.css';

interface PageProps {
  readonly title: string;
  /** The list that this page is of one thing from. */
  readonly parent?: { readonly title: string; readonly href: string };
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  /** Takes the room of a wide window, for what has two columns. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, parent, beside, actions, wide = false, children }: PageProps) {
  useTitle(title);
  return (
    <main className={styles.page}>
      <div className={wide ? styles.wide : styles.narrow}>
        <header className={styles.head}>
          {parent === undefined ? null : (
            <>
              <Link href={parent.href} className={styles.crumb}>
                {parent.title}
              </Link>
              <span className={styles.crumb} aria-hidden>
                /
              </span>
            </>
          )}
          <h1 className={styles.title}>{title}</h1>
          {beside}
          <div className={styles.actions}>{actions}</div>
        </header>
        {children}
      </div>
    </main>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Sluice' ? title : `${title} · Sluice`;
  }, [title]);
}
