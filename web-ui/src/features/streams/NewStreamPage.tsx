import { notifications } from '@mantine/notifications';
import { useLocation, useSearchParams } from 'wouter';
import { useCreateStream } from '../../client/streams';
import { streamHref } from '../../protocol/stream';
import { NEW_DRAFT, type StreamDraft } from '../../protocol/stream-draft';
import { Page } from '../../ui/Page';
import { Builder } from './builder/Builder';

/** What the page that led here was about. */
function draftFrom(search: URLSearchParams): StreamDraft {
  const datasets = search.getAll('dataset');
  const topics = search.getAll('topic');
  return {
    ...NEW_DRAFT,
    mode: datasets.length > 0 ? 'datasets' : 'topics',
    datasets,
    topics,
    where: search.get('where') ?? '',
    select: search.get('select') ?? '',
  };
}

export default function NewStreamPage() {
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const create = useCreateStream();
  return (
    <Page title="New stream" parent={{ title: 'Streams', href: '/streams' }} wide>
      <Builder
        initial={draftFrom(search)}
        named={false}
        action="Start stream"
        busy={create.isPending}
        error={create.error}
        onSubmit={(definition) =>
          create.mutate(definition, {
            onSuccess: (stream) => {
              notifications.show({ message: `Stream ${stream.name} created` });
              navigate(streamHref(stream));
            },
          })
        }
      />
    </Page>
  );
}
