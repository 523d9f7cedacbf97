import { Button, Group, Modal } from '@mantine/core';
import { IconCheck, IconClock, IconInbox, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { useAccessRequests, useDecide } from '../../client/rights';
import { type AccessRequest, accessHref, levelText, lifetime } from '../../protocol/rights';
import { Confirm } from '../../ui/Confirm';
import { FormButtons } from '../../ui/FormButtons';
import { ago, fullTime } from '../../ui/format';
import { LifetimeSelect } from '../../ui/LifetimeSelect';
import { Scroll } from '../../ui/Scroll';
import { Pill, type Tone } from '../../ui/StatePill';
import { Empty, ListState, ProblemNotice } from '../../ui/States';

type Deciding = { readonly kind: 'approve' | 'refuse'; readonly request: AccessRequest };

/** Requests that wait for a decision of one's own, and one's own requests. */
export function RequestsTab() {
  const requests = useAccessRequests();
  const [deciding, setDeciding] = useState<Deciding>();
  const { open = [], mine = [] } = requests.data ?? {};
  const close = () => setDeciding(undefined);
  return (
    <>
      <ListState what="requests" list={requests} />
      {requests.data !== undefined && open.length === 0 && mine.length === 0 ? (
        <Empty icon={<IconInbox size={34} stroke={1.4} />} title="No requests">
          Where you may not see something, you can ask for access to it; what others ask of you shows here.
        </Empty>
      ) : null}
      {open.length > 0 ? <Waiting requests={open} onDecide={setDeciding} /> : null}
      {mine.length > 0 ? <Mine requests={mine} /> : null}
      {deciding?.kind === 'approve' ? <Approve request={deciding.request} onClose={close} /> : null}
      {deciding?.kind === 'refuse' ? <Refuse request={deciding.request} onClose={close} /> : null}
    </>
  );
}

function Waiting({
  requests,
  onDecide,
}: {
  requests: readonly AccessRequest[];
  onDecide: (deciding: Deciding) => void;
}) {
  return (
    <section aria-label="Waiting for you" style={{ marginBottom: 28 }}>
      <h2 className="section">Waiting for you</h2>
      <Scroll label="Requests waiting for you">
        <table className="table" aria-label="Waiting for you">
          <thead>
            <tr>
              <th>Who</th>
              <th>On</th>
              <th>As</th>
              <th>Reason</th>
              <th>Asked</th>
              <th>
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <tr key={request.id} data-testid="open-request">
                <td style={{ fontWeight: 550 }}>{request.user}</td>
                <On request={request} />
                <td>{levelText(request.level)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{request.reason}</td>
                <td className="fit dim" title={fullTime(request.created_at)}>
                  {ago(request.created_at)}
                </td>
                <td className="fit">
                  <Group gap={6} wrap="nowrap">
                    <Button
                      size="compact-xs"
                      aria-label={`Approve ${request.user} on ${request.on.id}`}
                      onClick={() => onDecide({ kind: 'approve', request })}
                    >
                      Approve
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Refuse ${request.user} on ${request.on.id}`}
                      onClick={() => onDecide({ kind: 'refuse', request })}
                    >
                      Refuse
                    </Button>
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function On({ request: { on } }: { request: AccessRequest }) {
  return (
    <td>
      <span className="dim">{on.kind}</span> <Link href={accessHref(on)}>{on.id}</Link>
    </td>
  );
}

const LOOKS = {
  pending: { tone: 'info', icon: <IconClock size={13} aria-hidden /> },
  approved: { tone: 'good', icon: <IconCheck size={13} aria-hidden /> },
  refused: { tone: 'bad', icon: <IconX size={13} aria-hidden /> },
} as const satisfies Record<AccessRequest['state'], { tone: Tone; icon: unknown }>;

function Mine({ requests }: { requests: readonly AccessRequest[] }) {
  return (
    <section aria-label="My requests">
      <h2 className="section">My requests</h2>
      <Scroll label="My requests table">
        <table className="table" aria-label="My requests">
          <thead>
            <tr>
              <th>State</th>
              <th>On</th>
              <th>As</th>
              <th>Reason</th>
              <th>Asked</th>
              <th>Decided</th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <tr key={request.id} data-testid="my-request" data-state={request.state}>
                <td className="fit">
                  <Pill {...LOOKS[request.state]}>{request.state}</Pill>
                </td>
                <On request={request} />
                <td>{levelText(request.level)}</td>
                <td style={{ overflowWrap: 'anywhere' }}>{request.reason}</td>
                <td className="fit dim">{ago(request.created_at)}</td>
                <td className="fit dim">
                  {request.decided_at ? `${ago(request.decided_at)} by ${request.decided_by}` : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Approve({ request, onClose }: { request: AccessRequest; onClose: () => void }) {
  const decide = useDecide();
  const [life, setLife] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate({ id: request.id, approve: true, ...lifetime(life) }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title="Approve the request">
      <form className="stack" onSubmit={submit}>
        <p style={{ margin: 0 }}>
          <b>{request.user}</b> becomes {levelText(request.level).toLowerCase()} of {request.on.kind}{' '}
          <b>{request.on.id}</b>.
        </p>
        <LifetimeSelect value={life} onChange={setLife} />
        <ProblemNotice error={decide.error} />
        <FormButtons action="Approve" busy={decide.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}

function Refuse({ request, onClose }: { request: AccessRequest; onClose: () => void }) {
  const decide = useDecide();
  return (
    <Confirm
      title="Refuse the request"
      action="Refuse"
      busy={decide.isPending}
      error={decide.error}
      onConfirm={() => decide.mutate({ id: request.id, approve: false }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {request.user} is told that it was refused, and may ask again.
    </Confirm>
  );
}
