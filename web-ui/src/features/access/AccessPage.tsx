import { Tabs } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useAccessRequests } from '../../client/rights';
import { Page } from '../../ui/Page';
import { GroupsTab } from './GroupsTab';
import { HeldTab } from './HeldTab';
import { RequestsTab } from './RequestsTab';

/** What one was given, has asked for and decides, and the groups of people. */
export default function AccessPage() {
  const [search, setSearch] = useSearchParams();
  const requests = useAccessRequests();
  const waiting = requests.data?.open.length ?? 0;
  const choose = (tab: string | null) =>
    setSearch(tab === null || tab === 'requests' ? {} : { tab }, { replace: true });
  return (
    <Page title="Access">
      <Tabs value={search.get('tab') ?? 'requests'} onChange={choose} keepMounted={false}>
        <Tabs.List mb={12}>
          <Tabs.Tab value="requests">Requests{waiting > 0 ? ` (${waiting})` : ''}</Tabs.Tab>
          <Tabs.Tab value="held">What I was given</Tabs.Tab>
          <Tabs.Tab value="groups">Groups</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="requests">
          <RequestsTab />
        </Tabs.Panel>
        <Tabs.Panel value="held">
          <HeldTab />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
