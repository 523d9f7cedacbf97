import { notifications } from '@mantine/notifications';
import { useDeleteStream } from '../../client/streams';
import type { Stream } from '../../protocol/stream';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { shortCount } from '../../ui/format';

interface DeleteStreamProps {
  readonly stream: Stream;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteStream({ stream, onClose, onDeleted }: DeleteStreamProps) {
  const remove = useDeleteStream();
  const confirm = () =>
    remove.mutate(stream.id, {
      onSuccess: () => {
        notifications.show({ message: `Deleted ${stream.name}` });
        onClose();
        onDeleted?.();
      },
    });
  return (
    <ConfirmTyped
      title="Delete stream"
      action="Delete stream"
      word={stream.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      The stream stops. Its topic <span className="mono">{stream.topic}</span> goes
      {stream.stats ? (
        <> with the {shortCount(stream.stats.matched)} records that matched</>
      ) : (
        ' with all its records'
      )}
      . What it reads from is not touched.
    </ConfirmTyped>
  );
}
