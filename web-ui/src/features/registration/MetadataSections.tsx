import { elementPointer, memberPointer } from '../../protocol/entries';
import { hasFault } from '../../protocol/faults';
import { CONTACTS, DESCRIBED, METADATA_FIELDS, type MetadataDraft } from '../../protocol/metadata';
import { type Column, EntriesInput } from '../../ui/EntriesInput';
import { FieldGrid } from '../../ui/FieldInput';
import { Fold } from '../../ui/Fold';
import type { Part } from './form';

const CONTACT_COLUMNS: readonly Column[] = [
  { name: 'name', label: 'Name' },
  { name: 'email', label: 'Email' },
  { name: 'organization', label: 'Organization' },
  { name: 'role', label: 'Role' },
];

const FIELD_COLUMNS: readonly Column[] = [
  { name: 'name', label: 'Name' },
  { name: 'type', label: 'Type' },
  { name: 'unit', label: 'Unit' },
  { name: 'description', label: 'Description' },
];

/** What a citation needs, and anything else worth knowing. */
export function MetadataSections({ draft, faults, change }: Part) {
  const { metadata, extras } = draft;
  const set = (changes: Partial<MetadataDraft>) => change({ metadata: { ...metadata, ...changes } });
  const described = Object.keys(metadata.values).length + metadata.contacts.length + metadata.fields.length;
  return (
    <>
      <Fold
        title="Metadata"
        about="contacts, DOI, period, area, units"
        initiallyOpen={described > 0}
        urgent={hasFault(faults, '/metadata')}
      >
        <FieldGrid
          fields={METADATA_FIELDS}
          values={metadata.values}
          faultOf={(name) => faults.at.get(`/metadata/${name}`)}
          onChange={(values) => set({ values })}
        />
        <EntriesInput
          label="Contacts"
          about="Whom to ask and whom to name; a role such as creator, publisher or point_of_contact"
          one="Contact"
          columns={CONTACT_COLUMNS}
          entries={metadata.contacts}
          error={faults.at.get(CONTACTS)}
          faultOf={(entry) => faults.at.get(elementPointer(CONTACTS, metadata.contacts, entry))}
          onChange={(contacts) => set({ contacts })}
        />
        <EntriesInput
          label="Fields"
          about="What the fields of a record mean, with units as in UCUM or UDUNITS"
          one="Described field"
          columns={FIELD_COLUMNS}
          entries={metadata.fields}
          error={faults.at.get(DESCRIBED)}
          faultOf={(entry) => faults.at.get(elementPointer(DESCRIBED, metadata.fields, entry))}
          onChange={(fields) => set({ fields })}
        />
      </Fold>
      <Fold
        title="Extras"
        about="anything else worth knowing, as name and value"
        initiallyOpen={extras.length > 0}
        urgent={hasFault(faults, '/extras')}
      >
        <EntriesInput
          label="Extras"
          about="Found by the search too"
          one="Extra"
          columns={[
            { name: 'name', label: 'Name' },
            { name: 'value', label: 'Value' },
          ]}
          entries={extras}
          error={faults.at.get('/extras')}
          faultOf={(entry) => faults.at.get(memberPointer('/extras', entry))}
          onChange={(changed) => change({ extras: changed })}
        />
      </Fold>
    </>
  );
}
