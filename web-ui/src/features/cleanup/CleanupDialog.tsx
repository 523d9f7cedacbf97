import { Button, Group, Modal, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMinus } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useCleanup } from '../../client/cleanup';
import type { CleanupItem, CleanupResult } from '../../protocol/resources';
import { bytes, plural } from '../../ui/format';
import { Pill, type Tone } from '../../ui/StatePill';
import { Loading, ProblemNotice } from '../../ui/States';
import { refOf } from './ref';

/** First what would happen, item by item; then, confirmed, what did. */
export function CleanupDialog({ items, onClose }: { items: readonly CleanupItem[]; onClose: () => void }) {
  const preview = useCleanup();
  const deletion = useCleanup();
  const [typed, setTyped] = useState('');
  const { mutate } = preview;
  useEffect(() => mutate({ items, dryRun: true }), [mutate, items]);
  const results = deletion.data?.results ?? preview.data?.results;
  const done = deletion.data !== undefined;
  const going = preview.data?.results.filter(({ status }) => status === 'would_delete') ?? [];
  const word = `delete ${going.length}`;
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    if (typed === word) deletion.mutate({ items: going, dryRun: false });
  };
  return (
    <Modal opened onClose={onClose} title={done ? 'Cleaned up' : 'Review and delete'} size="lg">
      <form className="stack" onSubmit={confirm}>
        {preview.isPending ? <Loading rows={3} what="Working out what would happen" /> : null}
        <ProblemNotice error={preview.error ?? deletion.error} />
        {results === undefined ? null : <Results items={items} results={results} />}
        <div className="dim" role="status">
          {results === undefined ? '' : summaryOf(results)}
        </div>
        {!done && going.length > 0 ? (
          <TextInput
            data-autofocus
            label={
              <>
                This cannot be undone. Type <span className="mono">{word}</span> to confirm
              </>
            }
            aria-label={`Type ${word} to confirm`}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {done ? 'Close' : 'Cancel'}
          </Button>
          {done ? null : (
            <Button
              type="submit"
              color="red"
              disabled={going.length === 0 || typed !== word}
              loading={deletion.isPending}
            >
              Delete {plural(going.length, 'item')}
            </Button>
          )}
        </Group>
      </form>
    </Modal>
  );
}

const LOOKS: Readonly<
  Record<CleanupResult['status'], { readonly tone: Tone; readonly word: string; readonly icon: ReactNode }>
> = {
  would_delete: { tone: 'warn', word: 'WILL GO', icon: <IconAlertTriangle size={12} aria-hidden /> },
  deleted: { tone: 'good', word: 'DELETED', icon: <IconCheck size={12} aria-hidden /> },
  refused: { tone: 'bad', word: 'REFUSED', icon: <IconAlertTriangle size={12} aria-hidden /> },
  not_found: { tone: 'calm', word: 'GONE ALREADY', icon: <IconMinus size={12} aria-hidden /> },
};

function Results({ items, results }: { items: readonly CleanupItem[]; results: readonly CleanupResult[] }) {
  const names = new Map(items.map((item) => [refOf(item), item]));
  return (
    <div style={{ maxHeight: 300, overflow: 'auto' }}>
      <table className="table tight" aria-label="Result per item">
        <tbody>
          {results.map((result) => {
            const { tone, word, icon } = LOOKS[result.status];
            return (
              <tr key={refOf(result)} data-testid="cleanup-result" data-status={result.status}>
                <td className="fit">
                  <Pill tone={tone} icon={icon}>
                    {word}
                  </Pill>
                </td>
                <td>
                  {result.kind}{' '}
                  <b style={{ fontWeight: 550 }}>{names.get(refOf(result))?.name ?? result.id}</b>
                  {result.reason ? <span className="dim"> — {result.reason}</span> : null}
                </td>
                <td className="right dim">{result.freed_bytes ? bytes(result.freed_bytes) : ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function summaryOf(results: readonly CleanupResult[]): string {
  const freed = results.reduce((sum, { freed_bytes }) => sum + (freed_bytes ?? 0), 0);
  const of = (status: CleanupResult['status']) => results.filter((result) => result.status === status).length;
  const parts = [
    of('would_delete') > 0 ? `${plural(of('would_delete'), 'item')} will be deleted` : '',
    of('deleted') > 0 ? `${plural(of('deleted'), 'item')} deleted` : '',
    of('refused') > 0 ? `${of('refused')} refused` : '',
    of('not_found') > 0 ? `${of('not_found')} gone already` : '',
    freed > 0 ? `${bytes(freed)} freed` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
