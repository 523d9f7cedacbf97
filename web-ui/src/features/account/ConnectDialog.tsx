import { Modal } from '@mantine/core';
import { useKafka } from '../../client/kafka';
import type { ApiKey } from '../../protocol/resources';
import { ConnectSettings } from '../../ui/ConnectSettings';
import { Loading, ProblemNotice } from '../../ui/States';

interface ConnectDialogProps {
  readonly user: string;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** How a Kafka client connects with a key that was made before. */
export function ConnectDialog({ user, apiKey, onClose }: ConnectDialogProps) {
  const kafka = useKafka();
  return (
    <Modal opened onClose={onClose} title={`Connect with key ${apiKey.name}`} size="lg">
      {kafka.isPending ? <Loading rows={3} what="Loading settings" /> : null}
      <ProblemNotice error={kafka.error} retry={kafka.refetch} />
      {kafka.data === undefined ? null : (
        <ConnectSettings access={kafka.data} login={{ username: apiKey.kafka?.username ?? user }} />
      )}
    </Modal>
  );
}
