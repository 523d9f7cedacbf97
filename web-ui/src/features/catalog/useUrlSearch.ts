import { useSearchParams } from 'wouter';
import type { DatasetSearch } from '../../client/search';

export const NOTHING_CHOSEN = { q: '', org: '', tag: '', type: '' } as const;

/** The search lives in the address: a link to it is a link to these results. */
export function useUrlSearch(): [DatasetSearch, (change: Partial<DatasetSearch>) => void] {
  const [params, setParams] = useSearchParams();
  const read = (name: string) => params.get(name) ?? '';
  const search = {
    q: read('q'),
    org: read('org'),
    tag: read('tag'),
    type: read('type'),
    sort: read('sort'),
    server: read('server'),
  };
  const change = (changes: Partial<DatasetSearch>) =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous);
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [search, change];
}
