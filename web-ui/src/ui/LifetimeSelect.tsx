import { Select } from '@mantine/core';
import { type Choice, LIFETIMES } from '../protocol/rights';

interface LifetimeSelectProps {
  readonly label?: string;
  readonly error?: string | undefined;
  readonly choices?: readonly Choice[];
  /** Seconds; empty is for ever, unless the choices say otherwise. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** When something ends by itself. */
export function LifetimeSelect({
  label = 'Ends',
  error,
  choices = LIFETIMES,
  value,
  onChange,
}: LifetimeSelectProps) {
  return (
    <Select
      label={label}
      data={choices}
      allowDeselect={false}
      error={error}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
