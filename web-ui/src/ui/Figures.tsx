import type { ReactNode } from 'react';
import styles from './Figures.module.css';

export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  readonly tone?: 'warn' | 'bad' | undefined;
  readonly testId?: string;
}

/** The figures of a thing that runs, on one line. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={styles.figures}>
      {figures.map(({ label, value, tone, testId }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd data-tone={tone} data-testid={testId}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
