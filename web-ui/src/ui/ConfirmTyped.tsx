import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ProblemNotice } from './States';

interface ConfirmTypedProps {
  readonly title: string;
  readonly action: string;
  /** What must be typed before the button works. */
  readonly word: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What will happen, in figures where there are some. */
  readonly children: ReactNode;
}

/** For what cannot be undone: says what will go, and waits for its name. */
export function ConfirmTyped({
  title,
  action,
  word,
  busy,
  error,
  onConfirm,
  onClose,
  children,
}: ConfirmTypedProps) {
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === word) onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form className="stack" onSubmit={submit}>
        <div>{children}</div>
        <ProblemNotice error={error} />
        <TextInput
          label={
            <>
              Type <span className="mono">{word}</span> to confirm
            </>
          }
          aria-label={`Type ${word} to confirm`}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={typed !== word} loading={busy}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
