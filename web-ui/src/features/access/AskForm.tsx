import { Button, Select, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { useAccessRequests, useRequestAccess } from '../../client/rights';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import { ASKED_LEVELS, type AskedLevel, levelText, type ThingRef } from '../../protocol/rights';
import { ago } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { ProblemNotice } from '../../ui/States';

/**
 * Asks whoever may decide it for access to a thing.
 *
 * @param unseen one does not see it, so nobody tells whether there is such a thing
 */
export function AskForm({ thing, unseen = false }: { thing: ThingRef; unseen?: boolean }) {
  const requests = useAccessRequests();
  const waiting = requests.data?.mine.find(
    ({ on, state }) => state === 'pending' && on.kind === thing.kind && on.id === thing.id,
  );
  if (waiting !== undefined) {
    return (
      <Notice tone="info">
        You asked for it as {levelText(waiting.level).toLowerCase()} {ago(waiting.created_at)}; it is not
        decided yet. <Link href="/access">Your requests</Link>
      </Notice>
    );
  }
  return <Asking thing={thing} unseen={unseen} />;
}

function Asking({ thing, unseen }: { thing: ThingRef; unseen: boolean }) {
  const request = useRequestAccess();
  const [level, setLevel] = useState<AskedLevel>(unseen ? 'viewer' : 'editor');
  const [reason, setReason] = useState('');
  const reasons = reasonsByPointer(request.error === null ? undefined : problemOf(request.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ on: thing, level, reason: reason.trim() });
  };
  return (
    <form className="stack" style={{ maxWidth: 520 }} onSubmit={submit} aria-label="Request access">
      <h2 className="section" style={{ margin: 0 }}>
        Request access
      </h2>
      {unseen ? (
        <p className="dim" style={{ margin: 0 }}>
          Either there is no such {thing.kind}, or you may not see it. If there is one, its owner is asked.
        </p>
      ) : null}
      <Select
        label="As"
        description={ASKED_LEVELS.find(({ value }) => value === level)?.gives}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={ASKED_LEVELS.map(({ value, label }) => ({ value, label }))}
        allowDeselect={false}
        value={level}
        onChange={(value) => setLevel((value as AskedLevel | null) ?? 'viewer')}
      />
      <Textarea
        label="Reason"
        description="What you need it for"
        autosize
        minRows={2}
        maxLength={2000}
        error={reasons.get('/reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ProblemNotice error={request.error} shown={['/reason']} />
      <div>
        <Button type="submit" loading={request.isPending}>
          Request access
        </Button>
      </div>
    </form>
  );
}
