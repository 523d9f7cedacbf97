import { useEffect, useRef, useState } from 'react';
import { type Draft, faultsOf, pointersOf } from '../../protocol/draft';
import { type Faults, NO_FAULTS, place } from '../../protocol/faults';
import { problemOf } from '../../protocol/problem';

/**
 * A draft and what is wrong with it: what this page can tell by itself when it is about to be sent, and what the server said. The
 * first input at fault is focused.
 *
 * @param error of the last request
 */
export function useDraft(initial: Draft, error: unknown) {
  const [draft, setDraft] = useState(initial);
  const [checked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = (changes: Partial<Draft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const own = checked ? faultsOf(draft) : [];
  const told = error === null ? [] : (problemOf(error).violations ?? []);
  const faults: Faults =
    own.length + told.length === 0 ? NO_FAULTS : place([...own, ...told], pointersOf(draft));
  /** Whether it may be sent. */
  const check = () => {
    setChecked(true);
    return faultsOf(draft).length === 0;
  };
  useEffect(() => {
    if (error === null && !checked) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error, checked]);
  return { draft, change, faults, check, form };
}
