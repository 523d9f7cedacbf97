import { useState } from 'react';
import { useRotateKey } from '../../client/identity';
import { lifetimesAfter } from '../../protocol/key';
import type { ApiKey } from '../../protocol/resources';
import { lifetime } from '../../protocol/rights';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { LifetimeSelect } from '../../ui/LifetimeSelect';
import { NewKey } from './NewKey';

interface RotateKeyProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Another secret under the same name, at the price of everything that runs with the old one. */
export function RotateKey({ apiKey, onClose }: RotateKeyProps) {
  const { name, expires_at } = apiKey;
  const rotate = useRotateKey();
  const [{ choices, preset }] = useState(() => lifetimesAfter(expires_at, Date.now()));
  const [life, setLife] = useState(preset);
  if (rotate.data !== undefined) return <NewKey created={rotate.data} onClose={onClose} />;
  return (
    <ConfirmTyped
      title="Rotate key"
      action="Rotate key"
      word={name}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate({ name, ...lifetime(life) })}
      onClose={onClose}
    >
      <div className="stack">
        <p style={{ margin: 0 }}>
          A new key takes its place, with the same name and rights. The old one is refused at once; its live
          and Kafka connections end within seconds. Other keys are not touched.
        </p>
        <LifetimeSelect label="Expires" choices={choices} value={life} onChange={setLife} />
      </div>
    </ConfirmTyped>
  );
}
