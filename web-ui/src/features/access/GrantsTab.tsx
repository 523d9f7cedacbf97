import { Button } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useGrants, useTakeBack } from '../../client/rights';
import { type Grant, granteeOf, type ThingRef } from '../../protocol/rights';
import { Confirm } from '../../ui/Confirm';
import { More } from '../../ui/More';
import { Empty, ListState } from '../../ui/States';
import { GiveDialog } from './GiveDialog';
import { GrantTable } from './GrantTable';

/** What was given on a thing itself; what comes with what it belongs to is told beside what everybody may. */
export function GrantsTab({ thing }: { thing: ThingRef }) {
  const grants = useGrants(thing);
  const [giving, setGiving] = useState(false);
  const [taking, setTaking] = useState<Grant>();
  const items = grants.data?.items ?? [];
  const give = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setGiving(true)}>
      Give access
    </Button>
  );
  return (
    <>
      <ListState what="what was given" list={grants} />
      {grants.data !== undefined && items.length === 0 ? (
        <Empty
          icon={<IconUsers size={34} stroke={1.4} />}
          title="Nothing was given to anybody"
          actions={give}
        >
          The owner and administrators may do everything; others what is open to everybody.
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <>
          <div className="spread" style={{ marginBottom: 8 }}>
            <span className="dim">What ends with a right ends within seconds of its being taken back.</span>
            {give}
          </div>
          <GrantTable grants={items} onTake={setTaking} />
          <More list={grants} />
        </>
      ) : null}
      {giving ? <GiveDialog thing={thing} onClose={() => setGiving(false)} /> : null}
      {taking === undefined ? null : <TakeBack grant={taking} onClose={() => setTaking(undefined)} />}
    </>
  );
}

function TakeBack({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const take = useTakeBack();
  const { kind, name } = granteeOf(grant.to);
  return (
    <Confirm
      title="Take access back"
      action="Take back"
      busy={take.isPending}
      error={take.error}
      onConfirm={() => take.mutate(grant.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {grant.level === 'deny'
        ? `The denial to ${kind} ${name} ends; what else is given to them counts again.`
        : `Whatever ${kind} ${name} reads or runs by it ends, unless something else gives it.`}
    </Confirm>
  );
}
