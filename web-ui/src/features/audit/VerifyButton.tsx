import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconShieldCheck } from '@tabler/icons-react';
import { useVerifyAudit } from '../../client/audit';
import type { AuditVerdict } from '../../protocol/audit';
import { count } from '../../ui/format';
import { couldNot } from '../../ui/tell';

/** Looks through the whole chain of digests whether an entry was changed or taken out. */
export function VerifyButton() {
  const verify = useVerifyAudit();
  return (
    <Button
      variant="default"
      leftSection={<IconShieldCheck size={15} />}
      loading={verify.isPending}
      onClick={() => verify.mutate(undefined, { onSuccess: tell, onError: couldNot('verify the audit') })}
    >
      Verify
    </Button>
  );
}

function tell({ intact, first, last, broken_at }: AuditVerdict): void {
  if (intact) {
    notifications.show({
      color: 'green',
      title: 'The audit is intact',
      message: last === 0 ? 'There is no entry yet.' : `Entries ${count(first)} to ${count(last)}.`,
    });
    return;
  }
  notifications.show({
    color: 'red',
    autoClose: false,
    title: 'The audit was tampered with',
    message: `Entry ${count(broken_at ?? last)} is not what was written, or is missing.`,
  });
}
