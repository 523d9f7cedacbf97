import { IconAlertTriangle, IconBell, IconCheck, IconCircleCheck, IconLoader2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Pill, type Tone } from '../../ui/StatePill';

const LOOKS: Readonly<Record<string, { tone: Tone; icon: ReactNode }>> = {
  firing: { tone: 'bad', icon: <IconBell size={12} aria-hidden /> },
  failed: { tone: 'bad', icon: <IconAlertTriangle size={12} aria-hidden /> },
  pending: { tone: 'warn', icon: <IconLoader2 size={12} aria-hidden /> },
  acknowledged: { tone: 'info', icon: <IconCheck size={12} aria-hidden /> },
  ok: { tone: 'good', icon: <IconCircleCheck size={12} aria-hidden /> },
  resolved: { tone: 'calm', icon: <IconCircleCheck size={12} aria-hidden /> },
};

/** The state of a rule or of an event. */
export function AlertPill({ state }: { state: string }) {
  const look = LOOKS[state] ?? { tone: 'calm' as const, icon: null };
  return (
    <Pill tone={look.tone} icon={look.icon}>
      {state.toUpperCase()}
    </Pill>
  );
}
