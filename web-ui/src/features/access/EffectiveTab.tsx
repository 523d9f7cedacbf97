import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useDebounced } from '../../client/filters';
import { useGrants, useRulings } from '../../client/rights';
import { isAbsent } from '../../protocol/problem';
import { type Grant, type Ruling, ruleText, type ThingRef } from '../../protocol/rights';
import { More } from '../../ui/More';
import { Scroll } from '../../ui/Scroll';
import { Empty, ListState } from '../../ui/States';
import { RightTags } from './RightTags';

const QUIET_MS = 300;

/** What each user may do with the thing, and the rule that decided. */
export function EffectiveTab({ thing }: { thing: ThingRef }) {
  const [typed, setTyped] = useState('');
  const user = useDebounced(typed.trim(), QUIET_MS);
  const rulings = useRulings(thing, user);
  const grants = useGrants(thing);
  const byId = new Map((grants.data?.items ?? []).map((grant) => [grant.id, grant]));
  const unknown = isAbsent(rulings.error) && user !== '';
  return (
    <>
      <TextInput
        mb={8}
        w={300}
        label="Of the user"
        placeholder="everybody who may do anything"
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {unknown ? (
        <Empty title={`There is no user ${user}`} />
      ) : (
        <>
          <ListState what="rights" list={rulings} />
          {rulings.data === undefined ? null : <Rulings rulings={rulings.data.items} grants={byId} />}
          <More list={rulings} />
        </>
      )}
    </>
  );
}

function Rulings({ rulings, grants }: { rulings: readonly Ruling[]; grants: ReadonlyMap<string, Grant> }) {
  return (
    <Scroll label="Rights table">
      <table className="table" aria-label="Rights">
        <thead>
          <tr>
            <th>User</th>
            <th>May</th>
            <th>Because</th>
          </tr>
        </thead>
        <tbody>
          {rulings.map((ruling) => (
            <tr key={ruling.user} data-testid="ruling-row" data-rule={ruling.rule}>
              <td style={{ fontWeight: 550 }}>{ruling.user}</td>
              <td>
                <RightTags rights={ruling.rights} />
              </td>
              <td className="dim">{ruleText(ruling, grants)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
