import { Button, NumberInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMay } from '../../client/rights';
import { useChangeTopic } from '../../client/topics';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { TopicDetail } from '../../protocol/resources';
import { count } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { ProblemNotice } from '../../ui/States';

export function PartitionsTab({ topic }: { topic: TopicDetail }) {
  const edits = useMay('edit', { kind: 'topic', id: topic.name });
  return (
    <>
      <PartitionTable topic={topic} />
      {edits ? <MorePartitions key={topic.partitions} topic={topic} /> : null}
    </>
  );
}

/** There can be more of them, never fewer. */
function MorePartitions({ topic }: { topic: TopicDetail }) {
  const change = useChangeTopic(topic.name);
  const [partitions, setPartitions] = useState<number | string>(topic.partitions + 1);
  const reasons = reasonsByPointer(change.error === null ? undefined : problemOf(change.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ partitions: Number(partitions) });
  };
  return (
    <form className="stack" style={{ marginTop: 16, maxWidth: 420 }} onSubmit={submit}>
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <NumberInput
          label="Partitions"
          min={topic.partitions + 1}
          max={10_000}
          allowDecimal={false}
          w={120}
          error={reasons.get('/partitions') !== undefined}
          value={partitions}
          onChange={setPartitions}
        />
        <Button type="submit" variant="default" loading={change.isPending}>
          Add partitions
        </Button>
      </div>
      <span className="small dim">
        Records with a key may go to another partition from then on; partitions cannot be taken away.
      </span>
      <ProblemNotice error={change.error} />
    </form>
  );
}

function PartitionTable({ topic }: { topic: TopicDetail }) {
  return (
    <Scroll label="Partitions table">
      <table className="table tight" aria-label="Partitions">
        <thead>
          <tr>
            <th className="right fit">Partition</th>
            <th className="right">Leader</th>
            <th>Replicas</th>
            <th>In sync</th>
            <th className="right">First offset</th>
            <th className="right">Next offset</th>
            <th className="right">Records</th>
          </tr>
        </thead>
        <tbody>
          {topic.partition_details.map(({ partition, leader, replicas, isr, begin_offset, end_offset }) => (
            <tr key={partition}>
              <td className="right">{partition}</td>
              <td className="right">{leader}</td>
              <td className="num">{replicas.join(', ')}</td>
              <td className="num" style={isr.length < replicas.length ? { color: 'var(--bad)' } : undefined}>
                {isr.join(', ')}
              </td>
              <td className="right">{count(begin_offset)}</td>
              <td className="right">{count(end_offset)}</td>
              <td className="right">{count(end_offset - begin_offset)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
