import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';

export interface Extra {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

export function extrasObject(extras: readonly Extra[]): Record<string, string> {
  return Object.fromEntries(
    extras.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
  );
}

interface ExtrasInputProps {
  readonly extras: readonly Extra[];
  readonly error: string | undefined;
  readonly onChange: (extras: readonly Extra[]) => void;
}

/** Free names and values; they are found by the search too. */
export function ExtrasInput({ extras, error, onChange }: ExtrasInputProps) {
  const put = (changed: Extra) => onChange(extras.map((one) => (one.id === changed.id ? changed : one)));
  const add = () =>
    onChange([...extras, { id: Math.max(0, ...extras.map(({ id }) => id)) + 1, name: '', value: '' }]);
  return (
    <Input.Wrapper
      label="Extras"
      description="Anything else worth knowing, as name and value"
      error={error}
      labelElement="div"
    >
      <div className="stack" style={{ gap: 6, marginTop: 4 }}>
        {extras.map((extra, index) => (
          <div key={extra.id} className="row">
            <TextInput
              w={200}
              aria-label={`Extra ${index + 1} name`}
              placeholder="name"
              value={extra.name}
              onChange={(event) => put({ ...extra, name: event.currentTarget.value })}
            />
            <TextInput
              className="grow"
              aria-label={`Extra ${index + 1} value`}
              placeholder="value"
              value={extra.value}
              onChange={(event) => put({ ...extra, value: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={`Remove extra ${index + 1}`}
              onClick={() => onChange(extras.filter(({ id }) => id !== extra.id))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="default"
          size="compact-xs"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={13} />}
          onClick={add}
        >
          Add
        </Button>
      </div>
    </Input.Wrapper>
  );
}
