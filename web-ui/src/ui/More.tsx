import { Button } from '@mantine/core';

interface MoreProps {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

/** For lists that came in part. */
export function More({ list }: MoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <div style={{ display: 'flex', justifyContent: 'center', paddingTop: 12 }}>
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
