import { SegmentedControl, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useDeleteTopic, usePurgeTopic } from '../../client/topics';
import type { TopicDetail } from '../../protocol/resources';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { bytes, count, plural } from '../../ui/format';

interface DialogProps {
  readonly topic: TopicDetail;
  readonly onClose: () => void;
}

export function DeleteTopic({ topic, onClose }: DialogProps) {
  const [, navigate] = useLocation();
  const remove = useDeleteTopic();
  const confirm = () =>
    remove.mutate(topic.name, {
      onSuccess: () => {
        notifications.show({ message: `Deleted topic ${topic.name}` });
        navigate('/topics');
      },
    });
  return (
    <ConfirmTyped
      title="Delete topic"
      action="Delete topic"
      word={topic.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {plural(topic.records, 'record')} ({bytes(topic.size_bytes)}) in {plural(topic.partitions, 'partition')}{' '}
      go for good.
      {topic.dataset ? ` The dataset ${topic.dataset} reads from it.` : ''}
      {topic.stream ? ` The stream ${topic.stream} writes to it.` : ''}
    </ConfirmTyped>
  );
}

export function PurgeTopic({ topic, onClose }: DialogProps) {
  const [mode, setMode] = useState('all');
  const [time, setTime] = useState('');
  const purge = usePurgeTopic();
  const before = mode === 'all' ? '' : new Date(time || 0).toISOString();
  const confirm = () => {
    if (mode === 'before' && time === '') return;
    purge.mutate(
      { name: topic.name, before },
      {
        onSuccess: () => {
          notifications.show({ message: `Purged ${topic.name}` });
          onClose();
        },
      },
    );
  };
  return (
    <ConfirmTyped
      title="Purge records"
      action="Purge records"
      word={topic.name}
      busy={purge.isPending}
      error={purge.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className="stack">
        <SegmentedControl
          aria-label="What to purge"
          style={{ alignSelf: 'flex-start' }}
          value={mode}
          onChange={setMode}
          data={[
            { value: 'all', label: 'All records' },
            { value: 'before', label: 'Older than a time' },
          ]}
        />
        {mode === 'before' ? (
          <TextInput
            type="datetime-local"
            step={1}
            required
            label="Purge what was written before"
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        ) : null}
        <PurgePreview topic={topic} all={mode === 'all'} />
      </div>
    </ConfirmTyped>
  );
}

function PurgePreview({ topic, all }: { topic: TopicDetail; all: boolean }) {
  if (!all)
    return (
      <div className="dim">At most {plural(topic.records, 'record')}; the topic and its settings stay.</div>
    );
  return (
    <div style={{ maxHeight: 180, overflow: 'auto' }}>
      <table className="table tight" aria-label="What will be purged">
        <thead>
          <tr>
            <th>Partition</th>
            <th className="right">Up to offset</th>
            <th className="right">Records that go</th>
          </tr>
        </thead>
        <tbody>
          {topic.partition_details.map(({ partition, begin_offset, end_offset }) => (
            <tr key={partition}>
              <td className="num">{partition}</td>
              <td className="right">{count(end_offset)}</td>
              <td className="right">{count(end_offset - begin_offset)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
