import { notifications } from '@mantine/notifications';
import { useRef } from 'react';
import { Link } from 'wouter';
import { useAlertNotices } from '../../client/alert-notices';
import { useAlertRules, useFiring } from '../../client/alerts';
import { alertTopics, type Notice } from '../../protocol/alert';
import styles from './Alerts.module.css';

/** So many notices are remembered, so that none is shown twice. */
const REMEMBERED = 500;
const COUNTED = 99;

/** How many alerts fire, beside the word in the navigation; each new one is also told in a corner of the page. */
export default function AlertWatch() {
  const rules = useAlertRules(false);
  const known = rules.data?.items ?? [];
  const firing = useFiring(known.length > 0);
  const told = useRef(new Set<string>());
  useAlertNotices(alertTopics(known), (notice) => {
    const id = `${notice.id} ${notice.state}`;
    if (told.current.has(id)) return;
    told.current.add(id);
    if (told.current.size > REMEMBERED) told.current.delete(told.current.keys().next().value as string);
    show(notice);
  });
  const shown = firing.data ?? 0;
  if (shown === 0) return null;
  return (
    <span className={styles.badge} data-testid="alert-badge">
      {shown > COUNTED ? `${COUNTED}+` : shown}
      <span className="unseen"> firing</span>
    </span>
  );
}

function show({ id, name, group, state }: Notice): void {
  const firing = state === 'firing';
  notifications.show({
    id: `alert-${id}`,
    color: firing ? 'red' : 'gray',
    autoClose: firing ? 15_000 : 5000,
    title: firing ? `${name} is firing` : `${name} is over`,
    message: (
      <>
        {group === '' ? null : `${group} · `}
        <Link href="/alerts">See the alerts</Link>
      </>
    ),
  });
}
