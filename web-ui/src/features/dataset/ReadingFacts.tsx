import { printJson } from '../../protocol/json';
import type { Dataset } from '../../protocol/resources';
import { Scroll } from '../../ui/Scroll';

/** How the content becomes records: options and mapping, as their owner wrote them. */
export function ReadingFacts({ dataset }: { dataset: Dataset }) {
  const options = Object.entries(dataset.processing ?? {});
  const mapping = Object.entries(dataset.mapping ?? {});
  return (
    <>
      {options.length === 0 ? null : (
        <Scroll label="Options table">
          <table className="table tight" aria-label="Options" style={{ marginBottom: 18 }}>
            <thead>
              <tr>
                <th>Option</th>
                <th>Value</th>
              </tr>
            </thead>
            <tbody>
              {options.map(([name, value]) => (
                <tr key={name}>
                  <td className="mono">{name}</td>
                  <td className="mono">{printJson(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {mapping.length === 0 ? null : (
        <Scroll label="Mapping table">
          <table className="table tight" aria-label="Mapping">
            <thead>
              <tr>
                <th>Field of the record</th>
                <th>Path in the source</th>
              </tr>
            </thead>
            <tbody>
              {mapping.map(([name, path]) => (
                <tr key={name}>
                  <td className="mono">{name}</td>
                  <td className="mono">{path}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}

export function isRead(dataset: Dataset): boolean {
  return Object.keys({ ...dataset.processing, ...dataset.mapping }).length > 0;
}
