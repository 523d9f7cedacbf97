import { Group, Select, Switch, TextInput } from '@mantine/core';
import { type Resolve, SEVERITIES } from '../../protocol/alert';
import { type AlertDraft, usualResolveAfter } from '../../protocol/alert-draft';
import type { PartProps } from './part';

/** What it takes until a rule fires, and how often that is told. */
export function HowOften({ draft, faults, onChange }: PartProps) {
  const { several, count, within, held, every, severity } = draft;
  return (
    <>
      <Switch
        label="Only when it happens several times"
        checked={several}
        onChange={(event) => onChange({ several: event.currentTarget.checked })}
      />
      <Group grow align="flex-start">
        <TextInput
          label="Times"
          inputMode="numeric"
          disabled={!several}
          error={faults.at.get('/threshold/count') ?? faults.at.get('/threshold')}
          value={several ? count : '1'}
          onChange={(event) => onChange({ count: event.currentTarget.value.replaceAll(/\D/g, '') })}
        />
        <TextInput
          label="Within"
          placeholder="10m"
          disabled={!several}
          error={faults.at.get('/threshold/within')}
          value={several ? within : ''}
          onChange={(event) => onChange({ within: event.currentTarget.value })}
        />
        <TextInput
          label="Holding for"
          placeholder="at once"
          error={faults.at.get('/for')}
          value={held}
          onChange={(event) => onChange({ held: event.currentTarget.value })}
        />
        <TextInput
          label="Told at most each"
          placeholder="once"
          error={faults.at.get('/every')}
          value={every}
          onChange={(event) => onChange({ every: event.currentTarget.value })}
        />
        <Select
          label="Severity"
          data={[...new Set([...SEVERITIES, severity])]}
          allowDeselect={false}
          error={faults.at.get('/severity')}
          value={severity}
          onChange={(chosen) => onChange({ severity: chosen ?? 'warning' })}
        />
      </Group>
    </>
  );
}

const RESOLVES: readonly { readonly value: AlertDraft['resolve']; readonly label: string }[] = [
  { value: 'usual', label: 'as is usual for its source' },
  { value: 'quiet', label: 'when nothing matches any more' },
  { value: 'no_match', label: 'with the first record that does not match' },
];

const ABOUT_RESOLVES: Readonly<Record<AlertDraft['resolve'], string>> = {
  usual: 'By rows of a stream with windows, else by quiet',
  quiet: 'For records that each stand for themselves',
  no_match: 'For records that say how things are now',
};

const ABOUT_QUIET: Readonly<Record<AlertDraft['resolve'], string>> = {
  usual: 'Then it is quiet; left empty, windows never are',
  quiet: 'Then it is quiet, and the firing ends',
  no_match: 'Ends it, too; left empty, it waits for a record',
};

/** What ends a firing. */
export function End({ draft, faults, onChange }: PartProps) {
  const { resolve, resolveAfter } = draft;
  const usual = usualResolveAfter(draft);
  return (
    <Group grow align="flex-start">
      <Select
        label="Ends"
        description={ABOUT_RESOLVES[resolve]}
        data={RESOLVES}
        allowDeselect={false}
        error={faults.at.get('/resolve')}
        value={resolve}
        onChange={(chosen) => onChange({ resolve: (chosen ?? 'usual') as Resolve | 'usual' })}
      />
      <TextInput
        label="After no match for"
        description={ABOUT_QUIET[resolve]}
        placeholder={usual ?? 'never'}
        error={faults.at.get('/resolve_after')}
        value={resolveAfter}
        onChange={(event) => onChange({ resolveAfter: event.currentTarget.value })}
      />
    </Group>
  );
}
