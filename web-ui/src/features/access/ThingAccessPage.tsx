import { Tabs } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { useMyRights } from '../../client/rights';
import { isAbsent } from '../../protocol/problem';
import { isThingKind, type Ruling, ruleText, type ThingRef, thingHref } from '../../protocol/rights';
import { Page } from '../../ui/Page';
import { Empty, Loading, ProblemNotice, Stale } from '../../ui/States';
import { AskForm } from './AskForm';
import { EffectiveTab } from './EffectiveTab';
import { GrantsTab } from './GrantsTab';
import { RightTags } from './RightTags';

/** Who may do what with one thing; for who may not decide that, what they may themselves, and how they ask for more. */
export default function ThingAccessPage({ kind, id }: { kind: string; id: string }) {
  if (!isThingKind(kind)) {
    return (
      <Page title="Access">
        <Empty title="Access to that cannot be given">The address may be mistyped.</Empty>
      </Page>
    );
  }
  return <ThingAccess thing={{ kind, id }} />;
}

function ThingAccess({ thing }: { thing: ThingRef }) {
  const mine = useMyRights(thing);
  const { data, error, isPending, refetch } = mine;
  const absent = isAbsent(error);
  return (
    <Page
      title={`Access to ${thing.kind} ${thing.id}`}
      parent={{ title: 'Access', href: '/access' }}
      beside={absent ? null : <Link href={thingHref(thing)}>Open the {thing.kind}</Link>}
    >
      {isPending ? <Loading what="Loading your rights" /> : null}
      {absent ? <AskForm thing={thing} unseen /> : null}
      {data === undefined && !absent ? <ProblemNotice error={error} retry={refetch} /> : null}
      {data === undefined || absent ? null : (
        <>
          <Stale error={error} retry={refetch} />
          <Mine ruling={data} />
          {data.rights.includes('manage') ? <Managed thing={thing} /> : <AskForm thing={thing} />}
        </>
      )}
    </Page>
  );
}

function Mine({ ruling }: { ruling: Ruling }) {
  return (
    <p className="row wrap" style={{ marginTop: 0 }} data-testid="my-rights">
      <span>You may</span>
      <RightTags rights={ruling.rights} />
      <span className="dim">because: {ruleText(ruling)}</span>
    </p>
  );
}

function Managed({ thing }: { thing: ThingRef }) {
  const [search, setSearch] = useSearchParams();
  const choose = (tab: string | null) =>
    setSearch(tab === null || tab === 'given' ? {} : { tab }, { replace: true });
  return (
    <Tabs value={search.get('tab') ?? 'given'} onChange={choose} keepMounted={false}>
      <Tabs.List mb={12}>
        <Tabs.Tab value="given">Given</Tabs.Tab>
        <Tabs.Tab value="effective">What everybody may</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="given">
        <GrantsTab thing={thing} />
      </Tabs.Panel>
      <Tabs.Panel value="effective">
        <EffectiveTab thing={thing} />
      </Tabs.Panel>
    </Tabs>
  );
}
