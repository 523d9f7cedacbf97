import { Button, Group, Modal } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useKafka } from '../../client/kafka';
import type { NewApiKey } from '../../protocol/resources';
import { ConnectSettings } from '../../ui/ConnectSettings';
import { CopyButton } from '../../ui/CopyButton';
import { Loading, ProblemNotice } from '../../ui/States';
import styles from './NewKey.module.css';

interface NewKeyProps {
  readonly created: NewApiKey;
  readonly onClose: () => void;
}

/** The only time that a key is shown, with all that is needed to use it. */
export function NewKey({ created, onClose }: NewKeyProps) {
  const kafka = useKafka();
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
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </div>
    </Modal>
  );
}
