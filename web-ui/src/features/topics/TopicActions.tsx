import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconDots,
  IconEraser,
  IconFlag,
  IconFlagOff,
  IconLock,
  IconLockOpen,
  IconRefresh,
  IconSend,
  IconTrash,
  IconUserShare,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useMe } from '../../client/identity';
import { useMay } from '../../client/rights';
import { liveHref } from '../../protocol/live';
import type { TopicDetail } from '../../protocol/resources';
import { AccessLink } from '../../ui/AccessLink';
import { DeleteTopic, PurgeTopic } from './DangerDialogs';
import { ClaimTopic, GiveUpTopic, HandOver, OpenOrClose, ResetTopic } from './OwnerDialogs';
import { ProduceDialog } from './ProduceDialog';

interface DialogProps {
  readonly topic: TopicDetail;
  readonly onClose: () => void;
}

const DIALOGS = {
  produce: ProduceDialog,
  open: OpenOrClose,
  hand: HandOver,
  claim: ClaimTopic,
  purge: PurgeTopic,
  reset: ResetTopic,
  give: GiveUpTopic,
  delete: DeleteTopic,
} as const satisfies Record<string, (props: DialogProps) => ReactNode>;

type Dialog = keyof typeof DIALOGS;

export function TopicActions({ topic }: { topic: TopicDetail }) {
  const [dialog, setDialog] = useState<Dialog>();
  const Chosen = dialog === undefined ? undefined : DIALOGS[dialog];
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={15} />} onClick={() => setDialog('produce')}>
        Produce
      </Button>
      <AccessLink thing={{ kind: 'topic', id: topic.name }} />
      <Button
        component={Link}
        variant="default"
        href={`/streams/new?topic=${encodeURIComponent(topic.name)}`}
      >
        Create stream
      </Button>
      {topic.live === false ? null : (
        <Button component={Link} href={liveHref({ kind: 'topic', name: topic.name })}>
          Watch live
        </Button>
      )}
      <TopicMenu topic={topic} onDialog={setDialog} />
      {Chosen === undefined ? null : <Chosen topic={topic} onClose={() => setDialog(undefined)} />}
    </>
  );
}

/** What somebody may not do is left out; what goes with a dataset or a stream is done there. */
function TopicMenu({ topic, onDialog }: { topic: TopicDetail; onDialog: (dialog: Dialog) => void }) {
  const manages = useMay('manage', { kind: 'topic', id: topic.name });
  const me = useMe();
  const nobodys = !topic.owner && !topic.dataset && !topic.stream;
  const claims = nobodys && me.data !== undefined && me.data.role !== 'viewer';
  const own = manages && Boolean(topic.owner) && !topic.dataset && !topic.stream;
  const item = (dialog: Dialog, icon: ReactNode, text: string, grave = false) => (
    <Menu.Item leftSection={icon} {...(grave ? { c: 'var(--bad)' } : {})} onClick={() => onDialog(dialog)}>
      {text}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label="More actions" variant="default" size={30}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {claims ? item('claim', <IconFlag size={15} />, 'Claim…') : null}
        {own && topic.private ? item('open', <IconLockOpen size={15} />, 'Open to everybody…') : null}
        {own && !topic.private ? item('open', <IconLock size={15} />, 'Make private…') : null}
        {own ? item('hand', <IconUserShare size={15} />, 'Hand over…') : null}
        {item('purge', <IconEraser size={15} />, 'Purge records…')}
        {own ? item('reset', <IconRefresh size={15} />, 'Reset topic…', true) : null}
        {own ? item('give', <IconFlagOff size={15} />, 'Give up…', true) : null}
        {item('delete', <IconTrash size={15} />, 'Delete topic…', true)}
      </Menu.Dropdown>
    </Menu>
  );
}
