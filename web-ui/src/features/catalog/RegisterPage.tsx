import {
  Autocomplete,
  Button,
  Checkbox,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useOrganizations, useRegister } from '../../client/catalog';
import { useTopics } from '../../client/topics';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { DatasetSource, GeneratorTemplate, NewDataset } from '../../protocol/resources';
import { Page } from '../../ui/Page';
import { ProblemNotice } from '../../ui/States';
import { type Extra, ExtrasInput, extrasObject } from './ExtrasInput';
import { TEMPLATES, TemplatePicker } from './TemplatePicker';

interface Draft {
  readonly kind: 'kafka' | 'generator';
  readonly name: string;
  readonly title: string;
  readonly organization: string;
  readonly notes: string;
  readonly tags: string[];
  readonly hidden: boolean;
  readonly extras: readonly Extra[];
  readonly topic: string;
  readonly template: GeneratorTemplate;
  readonly rate: number | '';
}

const BLANK: Draft = {
  kind: 'generator',
  name: '',
  title: '',
  organization: '',
  notes: '',
  tags: [],
  hidden: false,
  extras: [],
  topic: '',
  template: 'timestamp',
  rate: '',
};

/** Fields that show their own violations. */
const SHOWN = [
  '/name',
  '/title',
  '/organization',
  '/notes',
  '/tags',
  '/extras',
  '/source/topic',
  '/source/rate',
  '/source/template',
];

function sourceOf(draft: Draft): DatasetSource {
  if (draft.kind === 'kafka') return { type: 'kafka', topic: draft.topic };
  return {
    type: 'generator',
    template: draft.template,
    ...(draft.rate === '' ? {} : { rate: draft.rate }),
    ...(draft.topic === '' ? {} : { topic: draft.topic }),
  };
}

function datasetOf(draft: Draft): NewDataset {
  return {
    name: draft.name.trim(),
    title: draft.title.trim() || draft.name.trim(),
    organization: draft.organization.trim(),
    ...(draft.notes === '' ? {} : { notes: draft.notes }),
    ...(draft.tags.length === 0 ? {} : { tags: draft.tags }),
    ...(draft.hidden ? { private: true } : {}),
    ...(draft.extras.length === 0 ? {} : { extras: extrasObject(draft.extras) }),
    source: sourceOf(draft),
  };
}

export function RegisterPage() {
  const [draft, setDraft] = useState(BLANK);
  const [, navigate] = useLocation();
  const organizations = useOrganizations();
  const register = useRegister();
  const known = organizations.data?.items.map(({ name }) => name) ?? [];
  const isNew =
    draft.organization.trim() !== '' && organizations.isSuccess && !known.includes(draft.organization.trim());
  const change = (changes: Partial<Draft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const reasons = reasonsByPointer(register.error === null ? undefined : problemOf(register.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate(
      { dataset: datasetOf(draft), newOrganization: isNew },
      {
        onSuccess: ({ name, title }) => {
          notifications.show({ message: `Registered ${title || name}` });
          navigate(`/datasets/${encodeURIComponent(name)}`);
        },
      },
    );
  };
  return (
    <Page title="Register" parent={{ title: 'Catalog', href: '/catalog' }}>
      <form
        className="stack"
        style={{ maxWidth: 720, gap: 14 }}
        onSubmit={submit}
        aria-label="Register a dataset"
      >
        <SegmentedControl
          aria-label="Kind of source"
          style={{ alignSelf: 'flex-start' }}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as Draft['kind'] })}
          data={[
            { value: 'generator', label: 'Generator' },
            { value: 'kafka', label: 'Kafka topic' },
          ]}
        />
        {draft.kind === 'generator' ? (
          <TemplatePicker
            value={draft.template}
            error={reasons.get('/source/template')}
            onChange={(template) => change({ template })}
          />
        ) : null}
        <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
          <TextInput
            label="Name"
            description="Small letters, digits, dot, dash, underscore"
            required
            error={reasons.get('/name')}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Title"
            description="What people read in the catalog"
            error={reasons.get('/title')}
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <Autocomplete
            label="Organization"
            description={isNew ? 'New: it will be created' : 'Choose one, or type a new name'}
            required
            data={known}
            error={reasons.get('/organization')}
            value={draft.organization}
            onChange={(organization) => change({ organization })}
          />
          <TopicInput
            draft={draft}
            error={reasons.get('/source/topic')}
            onChange={(topic) => change({ topic })}
          />
          {draft.kind === 'generator' ? (
            <NumberInput
              label="Rate"
              description={`Records per second, up to 10,000; default ${TEMPLATES[draft.template].rate}`}
              placeholder={String(TEMPLATES[draft.template].rate)}
              hideControls
              decimalScale={4}
              error={reasons.get('/source/rate')}
              value={draft.rate}
              onChange={(rate) => change({ rate: rate === '' ? '' : Number(rate) })}
            />
          ) : null}
          <TagsInput
            label="Tags"
            description="Enter after each"
            error={reasons.get('/tags')}
            value={draft.tags}
            onChange={(tags) => change({ tags })}
          />
        </SimpleGrid>
        <Textarea
          label="Notes"
          description="Where it comes from, units, whom to ask"
          autosize
          minRows={2}
          maxRows={8}
          error={reasons.get('/notes')}
          value={draft.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
        />
        <ExtrasInput
          extras={draft.extras}
          error={reasons.get('/extras')}
          onChange={(extras) => change({ extras })}
        />
        <Checkbox
          label="Private: only its owner and administrators see it"
          checked={draft.hidden}
          onChange={(event) => change({ hidden: event.currentTarget.checked })}
        />
        <ProblemNotice error={register.error} shown={SHOWN} />
        <div className="row">
          <Button type="submit" loading={register.isPending}>
            Register
          </Button>
          <Button component={Link} href="/catalog" variant="default">
            Cancel
          </Button>
        </div>
      </form>
    </Page>
  );
}

function TopicInput({
  draft,
  error,
  onChange,
}: {
  draft: Draft;
  error: string | undefined;
  onChange: (topic: string) => void;
}) {
  const topics = useTopics();
  if (draft.kind === 'generator') {
    return (
      <TextInput
        label="Topic"
        description="Created with the dataset; default is its name"
        placeholder={draft.name}
        error={error}
        value={draft.topic}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const names = topics.data?.items.map(({ name }) => name) ?? [];
  return (
    <Autocomplete
      label="Topic"
      description="It may come into being later"
      required
      data={names}
      limit={20}
      error={error}
      value={draft.topic}
      onChange={onChange}
    />
  );
}
