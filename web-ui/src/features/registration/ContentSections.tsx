import { memberPointer } from '../../protocol/entries';
import { hasFault } from '../../protocol/faults';
import { isGiven } from '../../protocol/fields';
import { optionsOf, takesMapping } from '../../protocol/options';
import { EntriesInput } from '../../ui/EntriesInput';
import { FieldGrid } from '../../ui/FieldInput';
import { Fold } from '../../ui/Fold';
import type { Part } from './form';

/** How the content is understood, and what of it becomes the record. */
export function ContentSections({ draft, faults, change }: Part) {
  const options = optionsOf(draft.type);
  if (!takesMapping(draft.type)) return null;
  return (
    <>
      <Fold
        title="Options"
        about="how the content is understood"
        initiallyOpen={options.some(({ name }) => isGiven(draft.options[name]))}
        urgent={hasFault(faults, '/processing')}
      >
        <FieldGrid
          fields={options}
          values={draft.options}
          faultOf={(name) => faults.at.get(`/processing/${name}`)}
          onChange={(values) => change({ options: values })}
        />
      </Fold>
      <Fold
        title="Mapping"
        about="which fields the records have"
        initiallyOpen={draft.mapping.length > 0}
        urgent={hasFault(faults, '/mapping')}
      >
        <EntriesInput
          label="Fields"
          about="New name, and the path that it comes from, such as a.b[2].c; without any, records stay as they are"
          one="Field"
          columns={[
            { name: 'name', label: 'New name' },
            { name: 'value', label: 'Path' },
          ]}
          entries={draft.mapping}
          error={faults.at.get('/mapping')}
          faultOf={(entry) => faults.at.get(memberPointer('/mapping', entry))}
          onChange={(mapping) => change({ mapping })}
        />
      </Fold>
    </>
  );
}
