import { Select } from '@mantine/core';
import { LIFETIMES } from '../protocol/rights';

interface LifetimeSelectProps {
  readonly label?: string;
  readonly error?: string | undefined;
  /** Seconds; empty is for ever. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** When something ends by itself. */
export function LifetimeSelect({ label = 'Ends', error, value, onChange }: LifetimeSelectProps) {
  return (
    <Select
      label={label}
      data={LIFETIMES}
      allowDeselect={false}
      error={error}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
