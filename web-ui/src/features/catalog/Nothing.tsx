import { Button } from '@mantine/core';
import { IconDatabaseSearch } from '@tabler/icons-react';
import { Link } from 'wouter';
import { Empty } from '../../ui/States';

/** Nothing was found, or nothing is there to be found yet. */
export function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const icon = <IconDatabaseSearch size={34} stroke={1.4} />;
  if (narrowed) {
    const clear = (
      <Button variant="default" onClick={onClear}>
        Clear the search
      </Button>
    );
    return (
      <Empty icon={icon} title="Nothing matches" actions={clear}>
        All words must occur in a dataset's name, title, notes, tags or extras; the beginning of a word is
        enough.
      </Empty>
    );
  }
  return (
    <Empty
      icon={icon}
      title="The catalog is empty"
      actions={
        <>
          <Button component={Link} href="/catalog/new">
            Register a dataset
          </Button>
          <Button component={Link} href="/catalog/import" variant="default">
            Import descriptions
          </Button>
        </>
      }
    >
      Register a file, a feed or a Kafka topic, or start a generator to try things out.
    </Empty>
  );
}
