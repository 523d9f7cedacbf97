import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../protocol/resources';

/** The pages that were fetched as one list; the total is the newest that was told. */
export function wholeOf<T>({ pages }: InfiniteData<Page<T>>): Page<T> {
  const total = pages.at(-1)?.total;
  return { items: pages.flatMap(({ items }) => items), ...(total === undefined ? {} : { total }) };
}
