import { Button, Group, Modal } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useDeleteKey } from '../../client/identity';
import { useKafka } from '../../client/kafka';
import type { NewApiKey } from '../../protocol/resources';
import { ConnectSettings } from '../../ui/ConnectSettings';
import { CopyButton } from '../../ui/CopyButton';
import { Loading, ProblemNotice } from '../../ui/States';
import styles from './NewKey.module.css';

interface NewKeyProps {
  readonly created: NewApiKey;
  /** Still works, and can be revoked from here. */
  readonly replaces: string | undefined;
  readonly onClose: () => void;
}

/** The only time that a key is shown, with all that is needed to use it. */
export function NewKey({ created, replaces, onClose }: NewKeyProps) {
  const kafka = useKafka();
  const revoke = useDeleteKey();
  const username = created.kafka?.username;
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false} title={`Key ${created.name}`} size="lg">
      <div className="stack">
        <div className="row">
          <IconKey size={18} style={{ color: 'var(--warn)', flex: 'none' }} aria-hidden />
          <span>Copy it now: it is not shown again.</span>
        </div>
        <div className={styles.secret}>
          <code className="mono grow" style={{ overflowWrap: 'anywhere' }} data-testid="new-key">
            {created.key}
          </code>
          <CopyButton text={created.key} label="Copy key" />
        </div>
        <h3 className="section" style={{ margin: 0 }}>
          Connect to Kafka
        </h3>
        {kafka.isPending ? <Loading rows={2} what="Loading settings" /> : null}
        <ProblemNotice error={kafka.error} retry={kafka.refetch} />
        {kafka.data === undefined ? null : (
          <ConnectSettings
            access={{ ...kafka.data, usable: kafka.data.usable && Boolean(username) }}
            login={{ username: username ?? '', secret: created.key }}
          />
        )}
        <ProblemNotice error={revoke.error} />
        <Group justify="flex-end" gap="xs">
          {replaces === undefined ? null : (
            <Button
              variant="default"
              loading={revoke.isPending}
              disabled={revoke.isSuccess}
              onClick={() => revoke.mutate(replaces)}
            >
              {revoke.isSuccess ? `${replaces} is revoked` : `Revoke ${replaces} now`}
            </Button>
          )}
          <Button onClick={onClose}>Done</Button>
        </Group>
      </div>
    </Modal>
  );
}
