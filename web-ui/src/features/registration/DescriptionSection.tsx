import { Autocomplete, Checkbox, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { Part } from './form';

interface DescriptionSectionProps extends Part {
  /** Names of the organizations that are there; undefined as long as that is not known. */
  readonly organizations: readonly string[] | undefined;
  /** The name is given once. */
  readonly named: boolean;
}

const LICENSES = ['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0', 'ODC-By-1.0', 'PDDL-1.0', 'Apache-2.0'];

export function isNewOrganization({ organization }: Part['draft'], known: readonly string[] | undefined) {
  const name = organization.trim();
  return name !== '' && known !== undefined && !known.includes(name);
}

/** What people read in the catalog. */
export function DescriptionSection({ draft, faults, change, organizations, named }: DescriptionSectionProps) {
  const isNew = isNewOrganization(draft, organizations);
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
        {named ? null : (
          <TextInput
            label="Name"
            description="Small letters, digits, dot, dash, underscore"
            required
            autoComplete="off"
            spellCheck={false}
            error={faults.at.get('/name')}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="Title"
          description="What people read in the catalog"
          error={faults.at.get('/title')}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Autocomplete
          label="Organization"
          description={isNew ? 'New: it will be created' : 'Choose one, or type a new name'}
          required
          data={[...(organizations ?? [])]}
          error={faults.at.get('/organization')}
          value={draft.organization}
          onChange={(organization) => change({ organization })}
        />
        <Autocomplete
          label="License"
          description="An SPDX name, or an address"
          data={LICENSES}
          error={faults.at.get('/license')}
          value={draft.license}
          onChange={(license) => change({ license })}
        />
      </SimpleGrid>
      <TagsInput
        label="Tags"
        description="Enter after each"
        acceptValueOnBlur
        error={faults.at.get('/tags')}
        value={[...draft.tags]}
        onChange={(tags) => change({ tags })}
      />
      <Textarea
        label="Notes"
        description="Where it comes from, units, whom to ask"
        autosize
        minRows={2}
        maxRows={8}
        error={faults.at.get('/notes')}
        value={draft.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
      />
      <Checkbox
        label="Private: only its owner and administrators see it"
        error={faults.at.get('/private')}
        checked={draft.hidden}
        onChange={(event) => change({ hidden: event.currentTarget.checked })}
      />
    </>
  );
}
