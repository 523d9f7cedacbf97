import {
  Autocomplete,
  Checkbox,
  PasswordInput,
  Select,
  SimpleGrid,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { Field, Value, Values } from '../protocol/fields';
import styles from './FieldInput.module.css';

interface FieldInputProps {
  readonly field: Field;
  readonly value: Value | undefined;
  readonly error: string | undefined;
  /** Values that are known to make sense; others may be typed. */
  readonly suggestions?: readonly string[] | undefined;
  readonly onChange: (value: Value) => void;
}

/** The input for a field, whatever its kind. */
export function FieldInput({ field, value, error, suggestions, onChange }: FieldInputProps) {
  const { label, about, example, kind, choices = [], required = false } = field;
  const text = typeof value === 'string' ? value : '';
  const shared = { label, description: about, error, required };
  const typed = {
    ...shared,
    placeholder: example ?? '',
    spellCheck: false,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  switch (kind) {
    case 'flag':
      return (
        <Checkbox
          label={label}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'list':
      return (
        <TagsInput
          {...shared}
          acceptValueOnBlur
          value={Array.isArray(value) ? [...value] : []}
          onChange={(list) => onChange(list)}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          placeholder={example ?? ''}
          clearable
          data={choices}
          value={text === '' ? null : text}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      );
    case 'secret':
      return <PasswordInput {...typed} autoComplete="new-password" />;
    case 'block':
      return <Textarea {...typed} autosize minRows={2} maxRows={8} classNames={{ input: 'mono' }} />;
    case 'secret_block':
      return (
        <Textarea
          {...typed}
          rows={3}
          autoComplete="off"
          classNames={{ input: `mono ${styles.hidden ?? ''}` }}
        />
      );
    case 'number':
      return <TextInput {...typed} autoComplete="off" inputMode="decimal" />;
    case 'text':
      return suggestions === undefined ? (
        <TextInput {...typed} autoComplete="off" />
      ) : (
        <Autocomplete {...typed} onChange={onChange} data={[...suggestions]} limit={20} />
      );
  }
}

interface FieldGridProps {
  readonly fields: readonly Field[];
  readonly values: Values;
  /** The reason of a fault, by the field's name. */
  readonly faultOf: (name: string) => string | undefined;
  readonly onChange: (values: Values) => void;
  readonly suggestions?: Readonly<Record<string, readonly string[]>>;
}

/** Inputs in two columns, one in a narrow window; those that do not apply are left out. */
export function FieldGrid({ fields, values, faultOf, onChange, suggestions }: FieldGridProps) {
  const shown = fields.filter(({ when }) => when?.(values) ?? true);
  const wide = (field: Field) =>
    field.kind === 'flag' || field.kind.endsWith('block') || field.kind === 'list';
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
      {shown.map((field) => (
        <div key={field.name} style={wide(field) ? { gridColumn: '1 / -1' } : undefined}>
          <FieldInput
            field={field}
            value={values[field.name]}
            error={faultOf(field.name)}
            suggestions={suggestions?.[field.name]}
            onChange={(value) => onChange({ ...values, [field.name]: value })}
          />
        </div>
      ))}
    </SimpleGrid>
  );
}
