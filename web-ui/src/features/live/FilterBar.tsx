import type { RefObject } from 'react';
import { useFilterCheck } from '../../client/filters';
import type { FeedSnapshot } from '../../client/live-feed';
import type { FilterCheck, FilterError } from '../../protocol/filter';
import type { LiveSource } from '../../protocol/live';
import type { Problem } from '../../protocol/problem';
import { FilterInput } from '../../ui/FilterInput';
import styles from './Live.module.css';

interface FilterBarProps {
  readonly source: LiveSource;
  readonly draft: string;
  readonly snapshot: FeedSnapshot;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onDraft: (where: string) => void;
  readonly onApply: (where: string) => void;
}

/** A refusal that came over the socket, as if it had come from checking. */
function refusalErrors(problem: Problem | undefined | null): FilterError[] {
  return (problem?.violations ?? [])
    .filter(({ pointer }) => pointer === '/where' || pointer === '/source/where')
    .map(({ reason, position }) => ({ message: reason, position: position ?? 0, length: 1 }));
}

export function FilterBar({ source, draft, snapshot, inputRef, onDraft, onApply }: FilterBarProps) {
  const { check, current } = useFilterCheck(draft, source);
  const { subscription, filterProblem, fields } = snapshot;
  const refusal = subscription.status.kind === 'refused' ? subscription.status.problem : filterProblem;
  const checked = current && check !== undefined ? check.errors : [];
  const errors = checked.length > 0 ? checked : current && check?.ok ? [] : refusalErrors(refusal);
  const applied = subscription.query.where;
  const dirty = draft.trim() !== applied.trim() || subscription.status.kind === 'refused';
  const known = current && check !== undefined && !check.ok;
  const submit = () => {
    if (!known) onApply(draft.trim());
  };
  return (
    <FilterInput
      label="Filter"
      placeholder="Filter, such as  measurement > 0.5 and station in ('UT01', 'UT02')"
      value={draft}
      onChange={onDraft}
      onSubmit={submit}
      errors={errors}
      fields={fields.map(({ path }) => path)}
      inputRef={inputRef}
      hint={hintOf(dirty, subscription.proposal !== null, current ? check : undefined)}
      end={
        <button type="button" className={styles.apply} disabled={!dirty || known} onClick={submit}>
          {dirty ? 'Apply' : applied === '' ? 'No filter' : 'Applied'}
        </button>
      }
    />
  );
}

function warningOf(check: FilterCheck | undefined): string | undefined {
  const warning = check?.warnings?.[0];
  return typeof warning === 'string' ? warning : warning?.message;
}

/** What the filter would have let through of what came last: tried before it is applied. */
function trialOf({ verdicts }: FilterCheck): string {
  if (!verdicts || verdicts.length === 0) return '';
  const matches = verdicts.filter(({ verdict }) => verdict === 'match').length;
  return `matches ${matches} of the newest ${verdicts.length} records — `;
}

function hintOf(dirty: boolean, waiting: boolean, check: FilterCheck | undefined) {
  if (waiting) return 'Applying…';
  const warning = warningOf(check);
  if (warning !== undefined) return <span style={{ color: 'var(--warn)' }}>{warning}</span>;
  if (!dirty) return null;
  return (
    <>
      {check?.ok ? trialOf(check) : null}
      <kbd>Enter</kbd> applies, <kbd>Tab</kbd> completes
    </>
  );
}
