import { IconKey } from '@tabler/icons-react';
import { useGrants } from '../../client/rights';
import { More } from '../../ui/More';
import { Empty, ListState } from '../../ui/States';
import { GrantTable } from './GrantTable';

/** What one was given by name. */
export function HeldTab() {
  const grants = useGrants();
  const items = grants.data?.items ?? [];
  return (
    <>
      <ListState what="what you were given" list={grants} />
      {grants.data !== undefined && items.length === 0 ? (
        <Empty icon={<IconKey size={34} stroke={1.4} />} title="Nothing was given to you by name">
          You may still read what is open to everybody, and what a group or organization of yours was given.
        </Empty>
      ) : null}
      {items.length > 0 ? <GrantTable grants={items} held /> : null}
      <More list={grants} />
    </>
  );
}
