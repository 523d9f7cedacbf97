import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from 'wouter';
import { accessHref, type ThingRef } from '../protocol/rights';

/** To the page that says who may do what with the thing. */
export function AccessLink({ thing }: { thing: ThingRef }) {
  return (
    <Button
      component={Link}
      href={accessHref(thing)}
      variant="default"
      leftSection={<IconUsers size={15} aria-hidden />}
    >
      Access
    </Button>
  );
}
