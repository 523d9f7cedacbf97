import { Button } from '@mantine/core';
import { IconBan, IconFilterSearch, IconPlugConnected } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { FeedSnapshot } from '../../client/live-feed';
import { ProblemError } from '../../protocol/problem';
import { accessHref } from '../../protocol/rights';
import { endText } from '../../protocol/rows';
import { Countdown } from '../../ui/Countdown';
import { count } from '../../ui/format';
import { Empty, ProblemNotice } from '../../ui/States';

/** Lies over an empty table and says why it is empty, and what would fill it. */
export function TableNotice({
  snapshot,
  onStart,
}: {
  snapshot: FeedSnapshot;
  onStart: (from: string) => void;
}) {
  const content = noticeOf(snapshot, onStart);
  if (content === null) return null;
  return (
    <div style={{ position: 'absolute', inset: '40px 0 auto', pointerEvents: 'none' }}>
      <div style={{ width: 'fit-content', margin: '0 auto', pointerEvents: 'auto' }}>{content}</div>
    </div>
  );
}

function noticeOf(
  { subscription, stats, first, next }: FeedSnapshot,
  onStart: (from: string) => void,
): ReactNode {
  const { status, query } = subscription;
  const again = (
    <Button variant="default" onClick={() => onStart(query.from)}>
      Try again
    </Button>
  );
  if (status.kind === 'refused' && !isAboutFilter(status.problem.violations)) {
    return (
      <>
        <ProblemNotice error={new ProblemError(status.problem)} retry={() => onStart(query.from)} />
        {MAY_ASK.has(status.problem.code) ? (
          <p style={{ textAlign: 'center' }}>
            <Link href={accessHref({ kind: query.source.kind, id: query.source.name })}>Request access</Link>
          </p>
        ) : null}
      </>
    );
  }
  if (first !== next) return null;
  const lookBack = (
    <>
      <Button variant="default" onClick={() => onStart('last:100')}>
        Show the last 100
      </Button>
      <Button variant="default" onClick={() => onStart('-15m')}>
        From 15 min ago
      </Button>
    </>
  );
  switch (status.kind) {
    case 'connecting':
    case 'reconnecting':
      return (
        <Empty
          icon={<IconPlugConnected size={32} stroke={1.4} />}
          title={status.kind === 'connecting' ? 'Connecting…' : 'The connection was lost'}
        >
          {status.kind === 'connecting'
            ? undefined
            : 'It is tried again by itself; the view goes on from where it was.'}
        </Empty>
      );
    case 'live':
    case 'catching_up':
    case 'paused':
      return (
        <Empty
          icon={<IconFilterSearch size={32} stroke={1.4} />}
          title={query.where === '' ? 'Waiting for records' : 'Waiting for matching records'}
          actions={lookBack}
        >
          {stats.scanned === 0
            ? 'Nothing has been written here since this view was opened.'
            : `None of the ${count(stats.scanned)} records looked at matched so far.`}
        </Empty>
      );
    case 'limited':
      return (
        <Empty icon={<IconBan size={32} stroke={1.4} />} title="Over a limit">
          {status.reason}
          <br />
          Trying again <Countdown until={status.retryAt} />.
        </Empty>
      );
    case 'ended':
      return (
        <Empty title="This view has ended" actions={again}>
          {endText(status.reason)}
        </Empty>
      );
    case 'refused':
      return <Empty title="The filter was not accepted">Correct it above and press Enter to start.</Empty>;
  }
}

/** Refusals that a right would undo. */
const MAY_ASK = new Set(['forbidden', 'not_found']);

function isAboutFilter(violations: readonly { readonly pointer: string }[] = []): boolean {
  return violations.length > 0 && violations.every(({ pointer }) => pointer.endsWith('/where'));
}
