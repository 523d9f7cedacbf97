import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleFilled,
  IconLoader2,
  IconPlayerPauseFilled,
  IconPlugConnectedX,
  IconQuestionMark,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './StatePill.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'calm';

/** A state by colour, word and sign: none of the three is needed to tell it. */
export function Pill({
  tone,
  icon,
  children,
  ...rest
}: {
  tone: Tone;
  icon: ReactNode;
  children: ReactNode;
  'data-testid'?: string;
}) {
  return (
    <span className={styles.pill} data-tone={tone} {...rest}>
      {icon}
      {children}
    </span>
  );
}

const LOOKS: Readonly<Record<string, { tone: Tone; icon: ReactNode }>> = {
  ACTIVE: { tone: 'good', icon: <IconCircleCheck size={13} aria-hidden /> },
  RUNNING: { tone: 'good', icon: <IconCircleFilled size={9} aria-hidden /> },
  STARTING: { tone: 'info', icon: <IconLoader2 size={13} aria-hidden /> },
  PAUSED: { tone: 'warn', icon: <IconPlayerPauseFilled size={11} aria-hidden /> },
  FAILED: { tone: 'bad', icon: <IconAlertTriangle size={13} aria-hidden /> },
  UNKNOWN: { tone: 'calm', icon: <IconQuestionMark size={13} aria-hidden /> },
  COMPLETED: { tone: 'calm', icon: <IconCircleCheck size={13} aria-hidden /> },
};

/** The state of a dataset or a stream. */
export function StatePill({ state, reason }: { state: string; reason?: string | null | undefined }) {
  const look = LOOKS[state] ?? { tone: 'calm' as const, icon: <IconPlugConnectedX size={13} aria-hidden /> };
  return (
    <span title={reason ?? undefined}>
      <Pill tone={look.tone} icon={look.icon}>
        {state}
      </Pill>
    </span>
  );
}
