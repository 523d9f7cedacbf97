import {
  ActionIcon,
  Button,
  Menu,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { signOut, useMe } from '../client/identity';
import { Mark } from '../ui/Mark';
import { couldNot } from '../ui/tell';
import styles from './Shell.module.css';
import { ShortcutsDialog } from './ShortcutsDialog';
import { useNavigationKeys } from './useNavigationKeys';

/** It brings the live connection with it, which the first page can do without. */
const AlertWatch = lazy(() => import('../features/alerts/AlertWatch'));

const PLACES: readonly { readonly href: string; readonly title: string; readonly also?: string }[] = [
  { href: '/catalog', title: 'Catalog', also: '/datasets' },
  { href: '/live', title: 'Live', also: '/views' },
  { href: '/streams', title: 'Streams' },
  { href: '/landings', title: 'Landings' },
  { href: '/alerts', title: 'Alerts' },
  { href: '/topics', title: 'Topics' },
  { href: '/sessions', title: 'Sessions' },
  { href: '/cleanup', title: 'Cleanup' },
  { href: '/access', title: 'Access' },
  { href: '/audit', title: 'Audit' },
];

export function Shell({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  const [help, setHelp] = useState(false);
  useNavigationKeys(() => setHelp(true));
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <a className={styles.skip} href="#content">
          Skip to content
        </a>
        <Link href="/catalog" className={styles.brand}>
          <Mark /> Sluice
        </Link>
        <nav className="row" style={{ gap: 2 }} aria-label="Main">
          {PLACES.map(({ href, title, also }) => {
            const here = location.startsWith(href) || (also !== undefined && location.startsWith(also));
            return (
              <Link key={href} href={href} className={styles.link} aria-current={here ? 'page' : undefined}>
                {title}
                {href === '/alerts' ? (
                  <Suspense fallback={null}>
                    <AlertWatch />
                  </Suspense>
                ) : null}
              </Link>
            );
          })}
        </nav>
        <div className={styles.end}>
          <Tooltip label="Keyboard shortcuts (?)">
            <ActionIcon aria-label="Keyboard shortcuts" onClick={() => setHelp(true)}>
              <IconKeyboard size={17} />
            </ActionIcon>
          </Tooltip>
          <ThemeToggle />
          <AccountMenu />
        </div>
      </header>
      <div id="content" className={styles.content}>
        {children}
      </div>
      <ShortcutsDialog opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label="Colour scheme">
          {shown === 'dark' ? <IconMoon size={17} /> : <IconSun size={17} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconSun size={15} />}
          aria-current={colorScheme === 'light'}
          onClick={() => setColorScheme('light')}
        >
          Light
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMoon size={15} />}
          aria-current={colorScheme === 'dark'}
          onClick={() => setColorScheme('dark')}
        >
          Dark
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceDesktop size={15} />}
          aria-current={colorScheme === 'auto'}
          onClick={() => setColorScheme('auto')}
        >
          As the system
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountMenu() {
  const me = useMe();
  const [, navigate] = useLocation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          aria-label={`Account ${me.data?.user ?? ''}`.trim()}
          leftSection={<IconUser size={16} />}
          px={8}
        >
          {me.data?.user ?? '…'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUser size={15} />} onClick={() => navigate('/account')}>
          Account and API keys
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={15} />}
          onClick={() => signOut().catch(couldNot('sign out'))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
