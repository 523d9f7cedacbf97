import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** Something that must be known about the thing on this page. */
export function Notice({ tone, children }: { tone: 'info' | 'bad'; children: ReactNode }) {
  const Icon = tone === 'bad' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={styles.notice} data-tone={tone} role="status">
      <Icon size={17} aria-hidden />
      <div className="grow">{children}</div>
    </div>
  );
}
