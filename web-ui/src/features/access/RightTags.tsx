import type { Right } from '../../protocol/rights';

const ORDER: readonly Right[] = ['view', 'download', 'edit', 'manage'];

/** What somebody may, the least first. */
export function RightTags({ rights }: { rights: readonly Right[] }) {
  if (rights.length === 0) return <span className="dim">nothing</span>;
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {ORDER.filter((right) => rights.includes(right)).map((right) => (
        <span key={right} className="tag">
          {right}
        </span>
      ))}
    </span>
  );
}
