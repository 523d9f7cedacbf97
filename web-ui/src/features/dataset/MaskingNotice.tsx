import { Link } from 'wouter';
import { useMasking } from '../../client/masking';
import { useMay } from '../../client/rights';
import type { Dataset } from '../../protocol/resources';
import { plural } from '../../ui/format';
import { Notice } from '../../ui/Notice';

/** Who manages a dataset sees everything in it, and is told here that others do not. */
export function MaskingNotice({ dataset: { name, topic } }: { dataset: Dataset }) {
  const mayManage = useMay('manage', { kind: 'dataset', id: name });
  const masking = useMasking(name, mayManage && topic !== undefined);
  const rules = masking.data?.rules.length ?? 0;
  if (rules === 0) return null;
  return (
    <Notice tone="info">
      <span data-testid="masking-notice">
        {plural(rules, 'rule')} {rules === 1 ? 'hides' : 'hide'} parts of its records from others; you see
        everything.
      </span>{' '}
      <Link href={`/datasets/${encodeURIComponent(name)}/masking`}>Masking</Link>
    </Notice>
  );
}
