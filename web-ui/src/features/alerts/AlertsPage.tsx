import { Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useSearchParams } from 'wouter';
import { Page } from '../../ui/Page';
import { AlertForm } from './AlertForm';
import { EventsTab } from './EventsTab';
import { RulesTab } from './RulesTab';

export default function AlertsPage() {
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') ?? 'events';
  const choose = (chosen: string | null) =>
    setSearch(chosen === 'rules' ? { tab: 'rules' } : {}, { replace: true });
  const create = (open: boolean) =>
    setSearch(open ? { tab: 'rules', new: '1' } : { tab: 'rules' }, { replace: true });
  return (
    <Page
      title="Alerts"
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => create(true)}>
          Create alert
        </Button>
      }
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb={10}>
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="events">
          <EventsTab />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesTab onCreate={() => create(true)} />
        </Tabs.Panel>
      </Tabs>
      {search.get('new') === null ? null : (
        <AlertForm
          rule={null}
          topic={search.get('topic')}
          stream={search.get('stream')}
          onClose={() => create(false)}
        />
      )}
    </Page>
  );
}
