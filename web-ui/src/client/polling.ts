import type { Query } from '@tanstack/react-query';
import { isAbsent } from '../protocol/problem';

/** Asked again at this pace while it is in sight; what is not there is not asked for again. */
export function whileThere(ms: number) {
  return ({ state: { error } }: Pick<Query<unknown, Error, unknown, never>, 'state'>): number | false =>
    isAbsent(error) ? false : ms;
}
