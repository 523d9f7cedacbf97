import type { AlertDraft } from '../../protocol/alert-draft';
import type { Faults } from '../../protocol/faults';

/** What each part of the form of a rule is given. */
export interface PartProps {
  readonly draft: AlertDraft;
  readonly faults: Faults;
  readonly onChange: (changes: Partial<AlertDraft>) => void;
}
