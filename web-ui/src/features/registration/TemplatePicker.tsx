import { Radio, SimpleGrid } from '@mantine/core';
import { TEMPLATES } from '../../protocol/source-fields';
import styles from './Picker.module.css';

interface TemplatePickerProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (template: string) => void;
}

/** What a generator makes. */
export function TemplatePicker({ value, error, onChange }: TemplatePickerProps) {
  return (
    <Radio.Group label="Template" size="xs" error={error} value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="xs" mt={4}>
        {Object.entries(TEMPLATES).map(([name, { about }]) => (
          <Radio.Card key={name} value={name} className={styles.card ?? ''} aria-label={name}>
            <strong className="mono">{name}</strong>
            <span className="small dim">{about}</span>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
