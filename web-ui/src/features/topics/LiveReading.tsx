import { Switch, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../../client/identity';
import { useSetLive } from '../../client/topics';
import { problemOf } from '../../protocol/problem';
import type { TopicDetail } from '../../protocol/resources';
import { Confirm } from '../../ui/Confirm';
import { Pill } from '../../ui/StatePill';

/** Whether the topic can be watched live: a switch for administrators; others are told only when it is off. */
export function LiveReading({ topic: { name, live = true } }: { topic: TopicDetail }) {
  const me = useMe();
  const set = useSetLive();
  const [confirming, setConfirming] = useState(false);
  if (me.data?.role !== 'admin') {
    return live ? null : (
      <Tooltip label="An administrator has switched it off; browsing still works">
        <span>
          <Pill tone="warn" icon={<IconEyeOff size={13} aria-hidden />} data-testid="live-reading">
            Live reading is off
          </Pill>
        </span>
      </Tooltip>
    );
  }
  const close = () => setConfirming(false);
  return (
    <>
      <Switch
        size="xs"
        label="Live reading"
        data-testid="live-reading"
        checked={live}
        disabled={set.isPending}
        onChange={() => (live ? setConfirming(true) : set.mutate({ name, live: true }, { onError: tell }))}
      />
      {confirming ? (
        <Confirm
          title="Switch live reading off"
          action="Switch off"
          busy={set.isPending}
          error={set.error}
          onConfirm={() => set.mutate({ name, live: false }, { onSuccess: close })}
          onClose={close}
        >
          Everybody who watches <span className="mono">{name}</span> live is cut off, and nobody can begin to.
          Browsing its records still works.
        </Confirm>
      ) : null}
    </>
  );
}

function tell(error: unknown): void {
  const { title, detail } = problemOf(error);
  notifications.show({
    color: 'red',
    title: 'Could not switch live reading on',
    message: detail ?? title,
  });
}
