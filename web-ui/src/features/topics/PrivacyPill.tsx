import { IconLock, IconWorld } from '@tabler/icons-react';
import { Pill } from '../../ui/StatePill';

/** Whether a topic is read only by those who were given access, or by everybody who is signed in. */
export function PrivacyPill({ closed }: { closed: boolean }) {
  return closed ? (
    <Pill tone="calm" icon={<IconLock size={13} aria-hidden />} data-testid="privacy">
      Private
    </Pill>
  ) : (
    <Pill tone="info" icon={<IconWorld size={13} aria-hidden />} data-testid="privacy">
      Open
    </Pill>
  );
}
