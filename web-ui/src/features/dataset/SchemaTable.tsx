import type { SchemaField } from '../../protocol/resources';
import { Cell } from '../../ui/Cell';
import { count, percent, plural } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Empty } from '../../ui/States';

/** What the newest records look like: guessed from them, not promised by anybody. */
export function SchemaTable({ fields, scanned }: { fields: readonly SchemaField[]; scanned: number }) {
  if (fields.length === 0)
    return <Empty title="No fields seen">The newest records are not JSON objects, or there are none.</Empty>;
  return (
    <>
      <Scroll label="Schema">
        <table className="table tight" aria-label="Inferred schema">
          <thead>
            <tr>
              <th>Path</th>
              <th>Type</th>
              <th className="right">Present</th>
              <th className="right">Distinct</th>
              <th>Example</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ path, type, present, distinct, example }) => (
              <tr key={path}>
                <td className="mono">{path}</td>
                <td className="dim">{type}</td>
                <td className="right">{percent(present, 1)}</td>
                <td className="right">{count(distinct)}</td>
                <td className="mono cut" style={{ maxWidth: 320 }}>
                  <Cell value={example} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="small dim">Inferred from the newest {plural(scanned, 'record')}.</p>
    </>
  );
}
