import { Button, Group } from '@mantine/core';

interface FormButtonsProps {
  readonly action: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onClose: () => void;
}

/** At the end of a form in a dialog. */
export function FormButtons({ action, busy, disabled = false, onClose }: FormButtonsProps) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={busy} disabled={disabled}>
        {action}
      </Button>
    </Group>
  );
}
