import { Button } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { Link } from 'wouter';
import { FormProblem } from '../../ui/States';
import { ContentSections } from './ContentSections';
import styles from './DatasetForm.module.css';
import { DescriptionSection } from './DescriptionSection';
import type { Part } from './form';
import { MetadataSections } from './MetadataSections';
import { SourceSection } from './SourceSection';

interface DatasetFormProps extends Part {
  readonly label: string;
  readonly action: string;
  readonly form: RefObject<HTMLFormElement | null>;
  readonly organizations: readonly string[] | undefined;
  readonly stored?: { readonly hasCredentials: boolean };
  readonly error: unknown;
  readonly busy: boolean;
  readonly cancelHref: string;
  readonly onSubmit: () => void;
  /** Above the inputs. */
  readonly children?: ReactNode;
}

/** The inputs of a dataset, for a new one and for one that is there. */
export function DatasetForm({
  label,
  action,
  form,
  organizations,
  stored,
  error,
  busy,
  cancelHref,
  onSubmit,
  children,
  ...part
}: DatasetFormProps) {
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <SourceSection {...part} {...(stored === undefined ? {} : { stored })} />
      <DescriptionSection {...part} organizations={organizations} named={stored !== undefined} />
      <div>
        <ContentSections key={part.draft.type} {...part} />
        <MetadataSections {...part} />
      </div>
      <Remaining error={error} part={part} />
      <div className="row">
        <Button type="submit" loading={busy}>
          {action}
        </Button>
        <Button component={Link} href={cancelHref} variant="default">
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** The problem itself, with those of its faults that no input shows. */
function Remaining({ error, part: { faults } }: { error: unknown; part: Part }) {
  if (error === null)
    return faults.at.size === 0 ? null : <p className={styles.hint}>Some inputs need a look.</p>;
  return <FormProblem error={error} faults={faults} />;
}
