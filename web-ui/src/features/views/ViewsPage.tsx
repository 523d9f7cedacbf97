import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBookmarks, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMe } from '../../client/identity';
import { useDeleteView, useOpenView, useViews } from '../../client/views';
import { accessHref } from '../../protocol/rights';
import { type SavedView, sourceOf, viewHref } from '../../protocol/view';
import { Confirm } from '../../ui/Confirm';
import { CopyButton } from '../../ui/CopyButton';
import { plural } from '../../ui/format';
import { More } from '../../ui/More';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { couldNot } from '../../ui/tell';

const SETTLE_MS = 200;

export default function ViewsPage() {
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), SETTLE_MS);
  const views = useViews(q);
  const [leaving, setLeaving] = useState<SavedView | null>(null);
  const items = views.data?.items;
  return (
    <Page
      title="Saved views"
      beside={
        items === undefined ? null : (
          <span className="dim num">{plural(views.data?.total ?? items.length, 'view')}</span>
        )
      }
      actions={
        <Button component={Link} href="/live" variant="default">
          Watch live
        </Button>
      }
    >
      <ProblemNotice error={views.error} retry={views.refetch} />
      {views.isPending ? <Loading what="Loading views" /> : null}
      {items?.length === 0 && q === '' ? (
        <Empty icon={<IconBookmarks size={34} stroke={1.4} />} title="No views yet">
          Save what a live table shows, and it can be opened again and handed to others.
        </Empty>
      ) : null}
      {items !== undefined && (items.length > 0 || q !== '') ? (
        <>
          <TextInput
            mb={8}
            w={320}
            aria-label="Search views"
            placeholder="Search views"
            leftSection={<IconSearch size={15} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <ViewTable views={items} onDelete={setLeaving} />
          <More list={views} />
          {items.length === 0 ? <Empty title="No view has that in its name" /> : null}
        </>
      ) : null}
      {leaving === null ? null : <DeleteView view={leaving} onClose={() => setLeaving(null)} />}
    </Page>
  );
}

function ViewTable({
  views,
  onDelete,
}: {
  views: readonly SavedView[];
  onDelete: (view: SavedView) => void;
}) {
  return (
    <Scroll label="Views table">
      <table className="table" aria-label="Saved views">
        <thead>
          <tr>
            <th>Name</th>
            <th>Source</th>
            <th>Filter</th>
            <th>Owner</th>
            <th>Shown to</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {views.map((view) => (
            <ViewRow key={view.id} view={view} onDelete={() => onDelete(view)} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function ViewRow({ view, onDelete }: { view: SavedView; onDelete: () => void }) {
  const me = useMe();
  const open = useOpenView();
  const mine = me.data?.user === view.owner || me.data?.role === 'admin';
  const { kind, name } = sourceOf(view);
  return (
    <tr data-testid="view-row">
      <td>
        <Link href={viewHref(view)} style={{ color: 'var(--ink)' }}>
          {view.name}
        </Link>
      </td>
      <td>
        <span className="mono">{name}</span> <span className="small faint">{kind}</span>
      </td>
      <td className="mono cut" style={{ maxWidth: 360 }} title={view.where}>
        {view.where === '' ? <span className="faint">every record</span> : view.where}
      </td>
      <td className="dim">{view.owner}</td>
      <td className="dim">{view.private ? 'whom it is granted' : 'everybody'}</td>
      <td className="fit">
        <CopyButton text={`${window.location.origin}${viewHref(view)}`} label={`Copy link: ${view.name}`} />
        {mine ? (
          <>
            <Button
              size="compact-xs"
              variant="default"
              loading={open.isPending}
              onClick={() =>
                open.mutate({ id: view.id, open: view.private }, { onError: couldNot('change the view') })
              }
              aria-label={`${view.private ? 'Show to everybody' : 'Make private'}: ${view.name}`}
            >
              {view.private ? 'Share' : 'Make private'}
            </Button>{' '}
            <Button
              size="compact-xs"
              variant="default"
              component={Link}
              href={accessHref({ kind: 'view', id: view.id })}
              aria-label={`Access: ${view.name}`}
            >
              Access
            </Button>{' '}
            <Button
              size="compact-xs"
              variant="default"
              color="red"
              onClick={onDelete}
              aria-label={`Delete: ${view.name}`}
            >
              Delete
            </Button>
          </>
        ) : null}
      </td>
    </tr>
  );
}

function DeleteView({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const remove = useDeleteView();
  return (
    <Confirm
      title={`Delete view ${view.name}?`}
      action="Delete view"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(view.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      Its address will lead nowhere. Records and streams stay as they are.
    </Confirm>
  );
}
