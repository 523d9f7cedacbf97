import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from './States';

interface ConfirmProps {
  readonly title: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What will happen. */
  readonly children: ReactNode;
}

/** For what disturbs somebody but can be undone; what cannot asks for a word to be typed. */
export function Confirm({ title, action, busy, error, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className="stack">
        <div>{children}</div>
        <ProblemNotice error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={busy} onClick={onConfirm} data-autofocus>
            {action}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
