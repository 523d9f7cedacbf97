import { FieldCatalog, valueAt } from '../protocol/columns';
import type { TableRow } from '../protocol/latest';
import { Cell } from './Cell';
import { clock } from './format';
import styles from './ValueGrid.module.css';

const COLUMNS = 16;

interface ValueGridProps {
  readonly label: string;
  readonly rows: readonly TableRow[];
}

/** Rows with a column for each field of their values, the first sixteen of them. */
export function ValueGrid({ label, rows }: ValueGridProps) {
  const catalog = new FieldCatalog();
  for (const { value } of rows) catalog.observe(value);
  const fields = catalog.fields().slice(0, COLUMNS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.scroll} aria-label={`${label}, table`} tabIndex={0}>
      <table className="table tight mono" aria-label={label}>
        <thead>
          <tr>
            <th>Time</th>
            {fields.length === 0 ? <th>Value</th> : null}
            {fields.map(({ path }) => (
              <th key={path}>{path}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, timestamp, value }) => (
            <tr key={id} data-testid="value-row">
              <td className="fit">{clock(timestamp)}</td>
              {fields.length === 0 ? (
                <td>
                  <Cell value={value} />
                </td>
              ) : null}
              {fields.map(({ path, steps }) => (
                <td key={path} className="cut" style={{ maxWidth: 220 }}>
                  <Cell value={valueAt(value, steps)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
