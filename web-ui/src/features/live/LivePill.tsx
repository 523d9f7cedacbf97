import {
  IconAlertTriangle,
  IconBan,
  IconCircleFilled,
  IconLoader2,
  IconPlayerPauseFilled,
  IconPlayerTrackNextFilled,
  IconRefresh,
  IconSquareFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { endText } from '../../protocol/rows';
import type { Status } from '../../protocol/subscription';
import { Pill, type Tone } from '../../ui/StatePill';

interface Look {
  readonly tone: Tone;
  readonly word: string;
  readonly icon: ReactNode;
}

function lookOf(status: Status): Look {
  switch (status.kind) {
    case 'connecting':
      return { tone: 'info', word: 'CONNECTING', icon: <IconLoader2 size={13} aria-hidden /> };
    case 'live':
      return { tone: 'good', word: 'LIVE', icon: <IconCircleFilled size={9} aria-hidden /> };
    case 'catching_up':
      return { tone: 'info', word: 'CATCHING UP', icon: <IconPlayerTrackNextFilled size={12} aria-hidden /> };
    case 'paused':
      return { tone: 'warn', word: 'PAUSED', icon: <IconPlayerPauseFilled size={11} aria-hidden /> };
    case 'reconnecting':
      return {
        tone: 'warn',
        word: `RECONNECTING (${status.attempt})`,
        icon: <IconRefresh size={13} aria-hidden />,
      };
    case 'limited':
      return { tone: 'bad', word: 'LIMITED', icon: <IconBan size={13} aria-hidden /> };
    case 'refused':
      return { tone: 'bad', word: 'REFUSED', icon: <IconAlertTriangle size={13} aria-hidden /> };
    case 'ended':
      return {
        tone: 'calm',
        word: `ENDED (${endText(status.reason)})`,
        icon: <IconSquareFilled size={9} aria-hidden />,
      };
  }
}

export function LivePill({ status }: { status: Status }) {
  const { tone, word, icon } = lookOf(status);
  return (
    <span role="status">
      <Pill tone={tone} icon={icon} data-testid="live-state">
        {word}
      </Pill>
    </span>
  );
}
