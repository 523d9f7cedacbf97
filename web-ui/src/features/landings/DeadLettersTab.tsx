import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { type Letters, useDeadLetters, useSettleLetters } from '../../client/landings';
import type { DeadLetterState, Landing, RetryResult } from '../../protocol/landing';
import { Confirm } from '../../ui/Confirm';
import { plural } from '../../ui/format';
import { More } from '../../ui/More';
import { Scroll } from '../../ui/Scroll';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { DeadLetterRow } from './DeadLetterRow';

const STATES = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'resent', label: 'Sent again' },
  { value: 'discarded', label: 'Discarded' },
];

/** Records that could not land: what was wrong with each, to be corrected and sent again, or let go. */
export function DeadLettersTab({ landing }: { landing: Landing }) {
  const [state, setState] = useState<DeadLetterState>('waiting');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const [discarding, setDiscarding] = useState<Letters>();
  const letters = useDeadLetters(landing.id, state);
  const settle = useSettleLetters(landing.id);
  const items = letters.data?.items ?? [];
  const picked = items.filter(({ id }) => chosen.has(id));
  const waiting = state === 'waiting';

  const send = (action: 'retry' | 'discard', which: Letters) =>
    settle.mutate(
      { action, letters: which },
      {
        onSuccess: ({ items: results }) => {
          setRefused(reasonsOf(results));
          setChosen(new Set(results.filter(({ ok }) => !ok).map(({ id }) => id)));
          setDiscarding(undefined);
          tell(action, results);
        },
      },
    );
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const ids = { items: picked.map(({ id }) => ({ id })) };
  return (
    <>
      <div className="row wrap" style={{ marginBottom: 8 }}>
        <SegmentedControl
          aria-label="Dead letters that are"
          value={state}
          onChange={(next) => {
            setState(next as DeadLetterState);
            setChosen(new Set());
          }}
          data={STATES}
        />
        <span className="dim num" role="status">
          {letters.data?.total === undefined ? '' : plural(letters.data.total, 'dead letter')}
        </span>
        {waiting && items.length > 0 ? (
          <Together
            chosen={picked.length}
            busy={settle.isPending}
            onSend={() => send('retry', ids)}
            onSendAll={() => send('retry', { all: true })}
            onDiscard={() => setDiscarding(ids)}
          />
        ) : null}
      </div>
      <ProblemNotice error={settle.error ?? letters.error} retry={letters.refetch} />
      {letters.isPending ? <Loading what="Loading dead letters" /> : null}
      {letters.data !== undefined && items.length === 0 ? (
        <Empty title={waiting ? 'Everything has landed' : 'None'}>
          {waiting
            ? 'A record that does not fit the table waits here, with the reason, until somebody mends it.'
            : null}
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <LetterTable
          all={items.length === picked.length}
          some={picked.length > 0}
          waiting={waiting}
          onChooseAll={(on) => setChosen(new Set(on ? items.map(({ id }) => id) : []))}
        >
          {items.map((letter) => (
            <DeadLetterRow
              key={letter.id}
              letter={letter}
              refusal={refused.get(letter.id)}
              waiting={waiting}
              chosen={chosen.has(letter.id)}
              busy={settle.isPending}
              onChoose={(on) => choose(letter.id, on)}
              onSend={(value) =>
                send('retry', { items: [{ id: letter.id, ...(value === undefined ? {} : { value }) }] })
              }
              onDiscard={() => setDiscarding({ items: [{ id: letter.id }] })}
            />
          ))}
        </LetterTable>
      ) : null}
      <More list={letters} />
      {discarding === undefined ? null : (
        <Confirm
          title="Discard"
          action="Discard"
          busy={settle.isPending}
          error={settle.error}
          onConfirm={() => send('discard', discarding)}
          onClose={() => setDiscarding(undefined)}
        >
          {'items' in discarding ? plural(discarding.items.length, 'record') : 'All records that wait'} will
          not land.
        </Confirm>
      )}
    </>
  );
}

interface TogetherProps {
  readonly chosen: number;
  readonly busy: boolean;
  readonly onSend: () => void;
  readonly onSendAll: () => void;
  readonly onDiscard: () => void;
}

/** What can be done with several at once. */
function Together({ chosen, busy, onSend, onSendAll, onDiscard }: TogetherProps) {
  const none = chosen === 0;
  return (
    <div className="row wrap" style={{ marginLeft: 'auto' }}>
      <Button variant="default" disabled={none} loading={busy} onClick={onSend}>
        Send {none ? 'chosen' : chosen} again
      </Button>
      <Button variant="default" disabled={none} onClick={onDiscard}>
        Discard {none ? 'chosen' : chosen}
      </Button>
      <Button variant="default" loading={busy} onClick={onSendAll}>
        Send all again
      </Button>
    </div>
  );
}

interface LetterTableProps {
  readonly all: boolean;
  readonly some: boolean;
  readonly waiting: boolean;
  readonly onChooseAll: (on: boolean) => void;
  readonly children: ReactNode;
}

function LetterTable({ all, some, waiting, onChooseAll, children }: LetterTableProps) {
  return (
    <Scroll label="Dead letters table">
      <table className="table tight" aria-label="Dead letters">
        <thead>
          <tr>
            {waiting ? (
              <th className="fit">
                <Checkbox
                  aria-label="Choose all that are shown"
                  checked={all}
                  indeterminate={some && !all}
                  onChange={(event) => onChooseAll(event.currentTarget.checked)}
                />
              </th>
            ) : null}
            <th>When</th>
            <th>Record</th>
            <th>Column</th>
            <th>Reason</th>
            <th>Value</th>
            {waiting ? (
              <th>
                <span className="unseen">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroll>
  );
}

function reasonsOf(results: readonly RetryResult[]): ReadonlyMap<string, string> {
  return new Map(results.filter(({ ok }) => !ok).map(({ id, reason }) => [id, reason ?? 'It did not land.']));
}

function tell(action: 'retry' | 'discard', results: readonly RetryResult[]): void {
  const done = results.filter(({ ok }) => ok).length;
  const failed = results.length - done;
  const what = action === 'retry' ? 'sent again' : 'discarded';
  notifications.show({
    ...(failed > 0 ? { color: 'red' } : {}),
    message: `${plural(done, 'record')} ${what}${failed > 0 ? `, ${failed} refused` : ''}`,
  });
}
