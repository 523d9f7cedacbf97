import type { Draft } from '../../protocol/draft';
import type { Faults } from '../../protocol/faults';

/** What each part of the form is given. */
export interface Part {
  readonly draft: Draft;
  readonly faults: Faults;
  readonly change: (changes: Partial<Draft>) => void;
}
