import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Faults } from '../protocol/faults';
import { ProblemError, problemOf } from '../protocol/problem';
import styles from './States.module.css';

/** Nothing here, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {icon}
      <strong>{title}</strong>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

const WIDTHS = ['62%', '48%', '70%', '55%', '66%', '40%'];

/** Bars that appear only when loading takes noticeably long, and own up when it takes very long. */
export function Loading({ rows = 6, what = 'Loading' }: { rows?: number; what?: string }) {
  return (
    <div className={styles.bars} role="status" aria-label={what}>
      {WIDTHS.slice(0, rows).map((width) => (
        <div key={width} className={styles.bar} style={{ width }} />
      ))}
      <p className={styles.slow}>Still waiting for the server…</p>
    </div>
  );
}

/** What is shown is of earlier: the server could not be asked since. */
export function Stale({ error, retry }: { error: unknown; retry: () => void }) {
  if (error === null || error === undefined) return null;
  return (
    <div className={styles.stale} role="status">
      <IconPlugConnectedX size={16} aria-hidden />
      <span className="grow">
        <strong>{problemOf(error).title}.</strong> What you see here is what was last heard.
      </span>
      <Button variant="default" size="compact-xs" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

interface ListStateProps {
  /** In the plural. */
  readonly what: string;
  readonly list: {
    readonly data: unknown;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => void;
  };
}

/** What stands above a list that is not all there: it is being loaded, could not be, or is of earlier. */
export function ListState({ what, list: { data, error, isPending, refetch } }: ListStateProps) {
  if (isPending) return <Loading what={`Loading ${what}`} />;
  return data === undefined ? (
    <ProblemNotice error={error} retry={refetch} />
  ) : (
    <Stale error={error} retry={refetch} />
  );
}

/** Why a form was refused; the faults that its inputs show are left to them. */
export function FormProblem({ error, faults }: { error: unknown; faults: Faults }) {
  if (error === null) return null;
  return <ProblemNotice error={new ProblemError({ ...problemOf(error), violations: faults.elsewhere })} />;
}

/** An error in the server's words. Violations at fields that `shown` lists are left to those fields. */
export function ProblemNotice({
  error,
  retry,
  shown = [],
}: {
  error: unknown;
  retry?: () => void;
  shown?: readonly string[];
}) {
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  const rest = (problem.violations ?? []).filter(({ pointer }) => !shown.includes(pointer));
  return (
    <div className={styles.problem} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <div className="grow">
        <strong>{problem.title}</strong>
        {problem.detail === undefined ? null : <div>{problem.detail}</div>}
        {rest.length === 0 ? null : (
          <ul>
            {rest.map(({ pointer, reason }) => (
              <li key={`${pointer} ${reason}`}>
                <span className="mono">{pointer}</span> {reason}
              </li>
            ))}
          </ul>
        )}
        {problem.request_id === undefined || problem.status < 500 ? null : (
          <div className="small dim">Request {problem.request_id}</div>
        )}
      </div>
      {retry === undefined ? null : (
        <Button variant="default" size="compact-xs" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
