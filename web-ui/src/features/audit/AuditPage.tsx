import { Button } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useAudit } from '../../client/audit';
import { useDebounced } from '../../client/filters';
import { useMe } from '../../client/identity';
import { type AuditSearch, parametersOf, searchFrom } from '../../protocol/audit';
import { More } from '../../ui/More';
import { Page } from '../../ui/Page';
import { Empty, ListState } from '../../ui/States';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';
import { VerifyButton } from './VerifyButton';

const QUIET_MS = 300;

/** Who did or watched what: everything for administrators, for others what they did and what was done to what is theirs. */
export default function AuditPage() {
  const [parameters, setParameters] = useSearchParams();
  const me = useMe();
  const [search, setSearch] = useState(() => searchFrom(parameters));
  const settled = useDebounced(search, QUIET_MS);
  const audit = useAudit(settled);
  const change = (next: AuditSearch) => {
    setSearch(next);
    setParameters(parametersOf(next), { replace: true });
  };
  const items = audit.data?.items ?? [];
  const asked = Object.keys(parametersOf(search)).length > 0;
  return (
    <Page
      title="Audit"
      wide
      beside={
        me.data === undefined || me.data.role === 'admin' ? null : (
          <span className="dim">what you did, and what was done to what is yours</span>
        )
      }
      actions={
        <>
          <Button variant="default" loading={audit.isRefetching} onClick={() => audit.refetch()}>
            Look again
          </Button>
          {me.data?.role === 'admin' ? <VerifyButton /> : null}
        </>
      }
    >
      <AuditFilters search={search} onChange={change} />
      <ListState what="the audit" list={audit} />
      {audit.data !== undefined && items.length === 0 ? (
        <Empty
          icon={<IconListSearch size={34} stroke={1.4} />}
          title={asked ? 'Nothing like that was recorded' : 'Nothing was recorded yet'}
        >
          Whatever somebody changes, watches or is refused shows here.
        </Empty>
      ) : null}
      {items.length > 0 ? <AuditTable entries={items} search={search} onSearch={change} /> : null}
      <More list={audit} />
    </Page>
  );
}
