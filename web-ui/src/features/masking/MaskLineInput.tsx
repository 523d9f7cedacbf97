import { ActionIcon, Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { MASK_KINDS, type MaskKind, type MaskLine } from '../../protocol/masking';
import styles from './Masking.module.css';

interface MaskLineInputProps {
  readonly line: MaskLine;
  readonly title: string;
  readonly fields: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (line: MaskLine) => void;
  readonly onRemove: () => void;
}

/** A field, and what is done with it. */
export function MaskLineInput({ line, title, fields, error, onChange, onRemove }: MaskLineInputProps) {
  const fault = useId();
  return (
    <div>
      <div className={styles.line}>
        <Autocomplete
          className={styles.field ?? ''}
          aria-label={title}
          aria-describedby={error === undefined ? undefined : fault}
          placeholder="field, such as person.address, or $key"
          spellCheck={false}
          autoComplete="off"
          limit={20}
          data={[...fields]}
          error={error !== undefined}
          value={line.field}
          onChange={(field) => onChange({ ...line, field })}
        />
        <Select
          w={140}
          aria-label={`${title} is`}
          data={MASK_KINDS}
          allowDeselect={false}
          value={line.kind}
          onChange={(kind) => onChange({ ...line, kind: (kind as MaskKind | null) ?? 'remove' })}
        />
        <More line={line} title={title} onChange={onChange} />
        <ActionIcon aria-label={`Remove ${title.toLowerCase()}`} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      {error === undefined ? null : (
        <p id={fault} className={styles.fault} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function More({ line, title, onChange }: Pick<MaskLineInputProps, 'line' | 'title' | 'onChange'>) {
  if (line.kind === 'replace') {
    return (
      <TextInput
        w={190}
        aria-label={`${title} becomes`}
        placeholder="a text, or JSON such as 0"
        spellCheck={false}
        value={line.value}
        onChange={(event) => onChange({ ...line, value: event.currentTarget.value })}
      />
    );
  }
  if (line.kind !== 'shorten') return null;
  const characters = (which: 'first' | 'last') => (
    <NumberInput
      w={92}
      aria-label={`${title} ${which} characters`}
      prefix={`${which} `}
      min={0}
      max={1000}
      allowDecimal={false}
      hideControls
      value={line[which]}
      onChange={(value) => onChange({ ...line, [which]: Number(value) || 0 })}
    />
  );
  return (
    <>
      {characters('first')}
      {characters('last')}
    </>
  );
}
