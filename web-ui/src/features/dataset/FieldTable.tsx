import type { DescribedField } from '../../protocol/metadata';
import { Scroll } from '../../ui/Scroll';

/** What the fields of a record mean, as the owner of the dataset says. */
export function FieldTable({ fields }: { fields: readonly DescribedField[] }) {
  return (
    <Scroll label="Fields">
      <table className="table tight" aria-label="Described fields">
        <thead>
          <tr>
            <th>Field</th>
            <th>Type</th>
            <th>Unit</th>
            <th>Meaning</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, type, unit, description }) => (
            <tr key={name}>
              <td className="mono">{name}</td>
              <td className="dim">{type}</td>
              <td>{unit}</td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
