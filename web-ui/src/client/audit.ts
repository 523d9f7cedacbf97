import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type AuditEntry, type AuditSearch, type AuditVerdict, queryOf, together } from '../protocol/audit';
import type { Page } from '../protocol/resources';
import { ask } from './http';
import { wholeOf } from './paging';

/** The newest first. */
export function useAudit(search: AuditSearch) {
  return useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<AuditEntry>>('/audit', {
        query: { ...queryOf(search), limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
    placeholderData: keepPreviousData,
  });
}

/** Whether every entry that is kept is what was written: asked portion by portion, until the end or the first break. */
async function verify(): Promise<AuditVerdict> {
  let whole: AuditVerdict | undefined;
  let after: number | null | undefined;
  do {
    whole = together(
      whole,
      await ask<AuditVerdict>('/audit/verify', { query: { after: after ?? undefined } }),
    );
    after = whole.next;
  } while (whole.intact && after !== null && after !== undefined);
  return whole;
}

export function useVerifyAudit() {
  return useMutation({ mutationFn: verify });
}
