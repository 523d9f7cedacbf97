import { Radio, SimpleGrid } from '@mantine/core';
import type { GeneratorTemplate } from '../../protocol/resources';
import styles from './TemplatePicker.module.css';

interface Template {
  readonly title: string;
  readonly about: string;
  readonly rate: number;
}

export const TEMPLATES: Readonly<Record<GeneratorTemplate, Template>> = {
  timestamp: { title: 'timestamp', about: 'A time and a measurement', rate: 0.2 },
  orders: { title: 'orders', about: 'A shop: nested customer and items', rate: 1 },
  rides: { title: 'rides', about: 'Taxi rides, a fifth of them late', rate: 2 },
  traffic: { title: 'traffic', about: 'Network use per person, 16 fields', rate: 0.125 },
};

interface TemplatePickerProps {
  readonly value: GeneratorTemplate;
  readonly error: string | undefined;
  readonly onChange: (template: GeneratorTemplate) => void;
}

export function TemplatePicker({ value, error, onChange }: TemplatePickerProps) {
  return (
    <Radio.Group
      label="Template"
      size="xs"
      error={error}
      value={value}
      onChange={(chosen) => onChange(chosen as GeneratorTemplate)}
    >
      <SimpleGrid cols={4} spacing="xs" mt={4}>
        {Object.entries(TEMPLATES).map(([name, { title, about }]) => (
          <Radio.Card key={name} value={name} className={styles.card ?? ''} aria-label={title}>
            <strong className="mono">{title}</strong>
            <span className="small dim">{about}</span>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
