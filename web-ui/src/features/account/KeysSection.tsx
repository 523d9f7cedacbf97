import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeleteKey, useKeys } from '../../client/identity';
import type { Role } from '../../protocol/resources';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { ListState } from '../../ui/States';
import { ConnectDialog } from './ConnectDialog';
import { CreateKey } from './CreateKey';
import { type KeyDialog, KeyTable } from './KeyTable';
import { RotateKey } from './RotateKey';

/** One's own keys, each of which is a bearer token for scripts and a login of Kafka at once. */
export function KeysSection({ user, role }: { user: string; role: Role }) {
  const keys = useKeys();
  const [dialog, setDialog] = useState<KeyDialog>();
  const close = () => setDialog(undefined);
  const items = keys.data?.items;
  return (
    <section aria-label="API keys">
      <div className="spread" style={{ marginBottom: 6 }}>
        <div>
          <h2 className="section" style={{ margin: 0 }}>
            API keys
          </h2>
          <span className="dim">
            For scripts, notebooks and Kafka clients: a bearer token, and a login of Kafka.
          </span>
        </div>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'create' })}>
          Create key
        </Button>
      </div>
      <ListState what="keys" list={keys} />
      {items?.length === 0 ? (
        <p className="dim row">
          <IconPlugConnected size={16} aria-hidden /> No keys yet. Create one to connect a script or a Kafka
          client.
        </p>
      ) : null}
      {items !== undefined && items.length > 0 ? <KeyTable keys={items} onDialog={setDialog} /> : null}
      {dialog?.kind === 'create' ? <CreateKey role={role} onClose={close} /> : null}
      {dialog?.kind === 'rotate' ? <RotateKey apiKey={dialog.key} onClose={close} /> : null}
      {dialog?.kind === 'connect' ? <ConnectDialog user={user} apiKey={dialog.key} onClose={close} /> : null}
      {dialog?.kind === 'delete' ? <DeleteKey name={dialog.key.name} onClose={close} /> : null}
    </section>
  );
}

function DeleteKey({ name, onClose }: { name: string; onClose: () => void }) {
  const remove = useDeleteKey();
  return (
    <ConfirmTyped
      title="Revoke key"
      action="Revoke key"
      word={name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      Whatever uses it is refused from now on; its live and Kafka connections end within seconds. Other keys
      are not touched.
    </ConfirmTyped>
  );
}
