import { Modal } from '@mantine/core';
import { Browsers } from './BrowsersSection';

/** The browsers that somebody else is signed in with; for administrators. */
export function SignInsDialog({ user, onClose }: { user: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Browsers of ${user}`} size="xl">
      <Browsers user={user} />
    </Modal>
  );
}
