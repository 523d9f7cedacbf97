import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useChangeStream, useStream } from '../../client/streams';
import { isAbsent } from '../../protocol/problem';
import { isQuery, type NewStream, type Stream, streamHref } from '../../protocol/stream';
import { changeOf } from '../../protocol/stream-change';
import { draftOf } from '../../protocol/stream-draft';
import { Page } from '../../ui/Page';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { Builder } from './builder/Builder';

export default function EditStreamPage({ id }: { id: string }) {
  const stream = useStream(id);
  return (
    <Page
      title="Change the definition"
      parent={{ title: stream.data?.name ?? id, href: `/streams/${encodeURIComponent(id)}` }}
      wide
    >
      {isAbsent(stream.error) ? (
        <Empty title="There is no such stream">It was deleted, or you may not see it.</Empty>
      ) : (
        <ProblemNotice error={stream.data === undefined ? stream.error : null} retry={stream.refetch} />
      )}
      {stream.isPending ? <Loading what="Loading the stream" /> : null}
      {stream.data === undefined ? null : <Change key={stream.data.id} present={stream.data} />}
    </Page>
  );
}

function Change({ present }: { present: Stream }) {
  // What somebody began to change stays before them, whatever becomes of the stream meanwhile.
  const [stream] = useState(present);
  const save = useChangeStream();
  const [, navigate] = useLocation();
  const { topic, upgrade, version } = present;
  const submit = (definition: NewStream) =>
    save.mutate(
      { id: stream.id, change: changeOf(stream, definition) },
      {
        onSuccess: (changed) => {
          notifications.show({ message: `A new version of ${changed.name} catches up beside the old one` });
          navigate(streamHref(changed));
        },
      },
    );
  return (
    <Builder
      initial={draftOf(stream)}
      initialSql={isQuery(stream) ? (stream.sql ?? undefined) : undefined}
      named
      action="Start the new version"
      busy={save.isPending}
      error={save.error}
      isChange={(definition) => Object.keys(changeOf(stream, definition)).length > 0}
      onSubmit={submit}
    >
      <p className="dim" style={{ marginTop: 0 }}>
        A new version runs beside the present one, and takes its place when it has caught up. Until then
        nothing changes for those who read <span className="mono">{topic}</span>.
        {version === stream.version || save.isPending
          ? ''
          : ` Meanwhile it has become version ${version}, which this changes.`}
        {upgrade ? ` It takes the place of version ${upgrade.version}, which has not caught up yet.` : ''}
      </p>
    </Builder>
  );
}
