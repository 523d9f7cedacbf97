import { Select } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useKeys, useMe } from '../../client/identity';
import { useKafka } from '../../client/kafka';
import { ConnectSettings } from '../../ui/ConnectSettings';
import { ListState, Loading, ProblemNotice } from '../../ui/States';

/** How a Kafka client of one's own reads the topic. */
export function ConnectTab({ topic }: { topic: string }) {
  const kafka = useKafka();
  const keys = useKeys();
  const me = useMe();
  const [chosen, setChosen] = useState<string | null>(null);
  const usable = (keys.data?.items ?? []).filter(({ kafka: login }) => login);
  const key = usable.find(({ name }) => name === chosen) ?? usable[0];
  const username = key?.kafka?.username ?? `${(me.data?.user ?? 'user').replaceAll('.', '~')}.KEY_ID`;
  return (
    <div className="stack" style={{ maxWidth: 820 }}>
      <ListState what="keys" list={keys} />
      {keys.data !== undefined && usable.length === 0 ? (
        <p className="dim" style={{ margin: 0 }}>
          You have no key yet. <Link href="/account">Create one</Link>: it is the login.
        </p>
      ) : null}
      {usable.length === 0 ? null : (
        <Select
          label="With the key"
          w={280}
          allowDeselect={false}
          data={usable.map(({ name }) => name)}
          value={key?.name ?? null}
          onChange={setChosen}
        />
      )}
      {kafka.isPending ? <Loading rows={3} what="Loading settings" /> : null}
      <ProblemNotice error={kafka.error} retry={kafka.refetch} />
      {kafka.data === undefined ? null : (
        <ConnectSettings access={kafka.data} login={{ username }} topic={topic} />
      )}
    </div>
  );
}
