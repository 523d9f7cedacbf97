import { Button, Group, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useProduce } from '../../client/topics';
import { parseJson } from '../../protocol/json';
import type { TopicDetail } from '../../protocol/resources';
import { ProblemNotice } from '../../ui/States';

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    // Plain text is as good a value as any.
    return false;
  }
}

export function ProduceDialog({ topic, onClose }: { topic: TopicDetail; onClose: () => void }) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [partition, setPartition] = useState<string | null>(null);
  const produce = useProduce();
  const json = isJson(value);
  const partitions = topic.partition_details.map((one) => String(one.partition));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    produce.mutate({
      topic: topic.name,
      key,
      value,
      json,
      ...(partition === null ? {} : { partition: Number(partition) }),
    });
  };
  const written = produce.data?.offsets[0];
  return (
    <Modal opened onClose={onClose} title={`Produce to ${topic.name}`} size="lg">
      <form className="stack" onSubmit={submit}>
        <Group grow>
          <TextInput
            label="Key"
            placeholder="none"
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <Select
            label="Partition"
            placeholder="by the key"
            clearable
            data={partitions}
            value={partition}
            onChange={setPartition}
          />
        </Group>
        <Textarea
          data-autofocus
          label="Value"
          required
          autosize
          minRows={6}
          maxRows={16}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <div className="spread">
          <span className="small dim">
            {value === ''
              ? ''
              : json
                ? 'JSON: written exactly as it stands here'
                : 'Not JSON: written as plain text'}
          </span>
          {written === undefined ? null : (
            <span role="status" style={{ color: 'var(--good)' }}>
              Written to partition {written.partition} at offset {written.offset}
            </span>
          )}
        </div>
        <ProblemNotice error={produce.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" loading={produce.isPending}>
            Produce
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
