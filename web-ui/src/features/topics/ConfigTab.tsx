import { ActionIcon, Button, Modal, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useMay } from '../../client/rights';
import { useChangeTopic } from '../../client/topics';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { TopicDetail } from '../../protocol/resources';
import { Scroll } from '../../ui/Scroll';
import { ProblemNotice } from '../../ui/States';

interface Setting {
  readonly name: string;
  readonly value: string;
}

export function ConfigTab({ topic }: { topic: TopicDetail }) {
  const edits = useMay('edit', { kind: 'topic', id: topic.name });
  const [setting, setSetting] = useState<Setting>();
  const entries = Object.entries(topic.configs).sort(([a], [b]) => a.localeCompare(b));
  return (
    <>
      <Scroll label="Configuration table">
        <table className="table tight" aria-label="Configuration">
          <thead>
            <tr>
              <th>Name</th>
              <th>Value</th>
              {edits ? (
                <th>
                  <span className="unseen">Actions</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, value]) => (
              <tr key={name}>
                <td className="mono">{name}</td>
                <td className="mono">{value === '' ? <span className="faint">empty</span> : value}</td>
                {edits ? (
                  <td className="fit">
                    <ActionIcon aria-label={`Change ${name}`} onClick={() => setSetting({ name, value })}>
                      <IconPencil size={14} />
                    </ActionIcon>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {setting === undefined ? null : (
        <ChangeSetting topic={topic.name} setting={setting} onClose={() => setSetting(undefined)} />
      )}
    </>
  );
}

interface ChangeSettingProps {
  readonly topic: string;
  readonly setting: Setting;
  readonly onClose: () => void;
}

function ChangeSetting({ topic, setting, onClose }: ChangeSettingProps) {
  const change = useChangeTopic(topic);
  const [value, setValue] = useState(setting.value);
  const pointer = `/configs/${setting.name}`;
  const reasons = reasonsByPointer(change.error === null ? undefined : problemOf(change.error));
  const put = (wanted: string | null) =>
    change.mutate({ configs: { [setting.name]: wanted } }, { onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put(value);
  };
  return (
    <Modal opened onClose={onClose} title={`Change ${setting.name}`}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Value"
          spellCheck={false}
          classNames={{ input: 'mono' }}
          error={reasons.get(pointer)}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <ProblemNotice error={change.error} shown={[pointer]} />
        <div className="spread">
          <Button variant="default" disabled={change.isPending} onClick={() => put(null)}>
            Back to the default
          </Button>
          <Button type="submit" loading={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
