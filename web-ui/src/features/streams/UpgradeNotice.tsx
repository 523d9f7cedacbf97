import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useChangeStream } from '../../client/streams';
import { problemOf } from '../../protocol/problem';
import { type Stream, streamHref } from '../../protocol/stream';
import { CALLED_OFF } from '../../protocol/stream-change';
import { Notice } from '../../ui/Notice';
import { progressOf } from './upgrade';

/** The version that is to take the place of the one that runs: how far it is, and how to be rid of it. */
export function UpgradeNotice({ stream }: { stream: Stream }) {
  const change = useChangeStream();
  const { id, name, upgrade } = stream;
  if (!upgrade) return null;
  const failed = upgrade.state === 'FAILED';
  return (
    <Notice tone={failed ? 'bad' : 'info'}>
      <div className="row wrap">
        <span className="grow" data-testid="upgrade" data-state={upgrade.state}>
          {progressOf(upgrade, stream)}
          {change.error === null ? null : (
            <span role="alert" style={{ color: 'var(--bad)' }}>
              {' '}
              It could not be called off: {problemOf(change.error).detail ?? change.error.message}
            </span>
          )}
        </span>
        {failed ? (
          <Button
            component={Link}
            href={`${streamHref({ id, name })}/edit`}
            size="compact-xs"
            variant="default"
          >
            Change it again
          </Button>
        ) : null}
        <Button
          size="compact-xs"
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ id, change: CALLED_OFF })}
        >
          Call it off
        </Button>
      </div>
    </Notice>
  );
}
