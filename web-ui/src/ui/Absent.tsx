import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from 'wouter';
import { accessHref, type ThingRef } from '../protocol/rights';
import { Empty } from './States';

/** In the place of a thing that is not there, or that one may not see: which of both is not told, but one can ask. */
export function Absent({ thing, children }: { thing: ThingRef; children?: string }) {
  return (
    <Empty
      icon={<IconLock size={34} stroke={1.4} />}
      title={`There is no such ${thing.kind}`}
      actions={
        <Button component={Link} href={accessHref(thing)} variant="default">
          Request access
        </Button>
      }
    >
      {children ?? 'It may have been deleted, or you may not see it.'}
    </Empty>
  );
}
