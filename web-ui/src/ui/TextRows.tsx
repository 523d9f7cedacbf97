import { ActionIcon, Autocomplete, Button, Input } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface TextRowsProps {
  readonly label: string;
  readonly about?: ReactNode;
  /** What one row is called, as in "Add column". */
  readonly one: string;
  readonly placeholder?: string;
  readonly values: readonly string[];
  readonly suggestions: readonly string[];
  readonly error?: string | undefined;
  /** The reason of a fault in a row. */
  readonly errorAt: (index: number) => string | undefined;
  readonly onChange: (values: string[]) => void;
}

/** A list of expressions, one a line: each can be completed, mended and taken away. */
export function TextRows(props: TextRowsProps) {
  const { label, about, one, placeholder = '', values, suggestions, error, errorAt, onChange } = props;
  const put = (index: number, value: string) =>
    onChange(values.map((old, at) => (at === index ? value : old)));
  return (
    <Input.Wrapper label={label} labelElement="div" description={about} error={error}>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 6, marginTop: 2 }}>
        {values.map((value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <div key={index} className="row" style={{ alignItems: 'flex-start', gap: 4 }}>
            <Autocomplete
              className="grow"
              classNames={{ input: 'mono' }}
              aria-label={`${label} ${index + 1}`}
              spellCheck={false}
              placeholder={placeholder}
              value={value}
              data={[...suggestions]}
              limit={12}
              error={errorAt(index)}
              onChange={(text) => put(index, text)}
            />
            <ActionIcon
              aria-label={`Remove ${one} ${index + 1}`}
              onClick={() => onChange(values.filter((_, at) => at !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="compact-xs"
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange([...values, ''])}
        >
          Add {one}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
