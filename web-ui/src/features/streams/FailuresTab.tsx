import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Stream } from '../../protocol/stream';
import { plural } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Empty } from '../../ui/States';

/** Records that the stream could not take: the newest with their reasons, all of them in its dead-letter topic. */
export function FailuresTab({ stream: { stats, dead_letters } }: { stream: Stream }) {
  const failures = stats?.failures ?? [];
  const all = dead_letters ? (
    <Button
      component={Link}
      href={`/topics/${encodeURIComponent(dead_letters.topic)}`}
      size="compact-xs"
      variant="default"
    >
      Browse {plural(dead_letters.count, 'dead letter')}
    </Button>
  ) : null;
  if (failures.length === 0)
    return (
      <Empty title="No record has failed" actions={dead_letters && dead_letters.count > 0 ? all : undefined}>
        A record that cannot be judged or written never stops a stream. It is listed here, with the reason.
      </Empty>
    );
  return (
    <>
      <div className="spread" style={{ marginBottom: 6 }}>
        <span className="small dim">The newest {plural(failures.length, 'failure')}</span>
        {all}
      </div>
      <Scroll label="Failures table">
        <table className="table tight" aria-label="Failures">
          <thead>
            <tr>
              <th>Topic</th>
              <th className="right">Partition</th>
              <th className="right">Offset</th>
              <th>Reason</th>
            </tr>
          </thead>
          <tbody>
            {failures.map(({ topic, partition, offset, reason }) => (
              <tr key={`${topic} ${partition} ${offset}`} data-testid="failure-row">
                <td>
                  <Link href={`/topics/${encodeURIComponent(topic)}`} className="mono">
                    {topic}
                  </Link>
                </td>
                <td className="right">{partition}</td>
                <td className="right">{offset}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
