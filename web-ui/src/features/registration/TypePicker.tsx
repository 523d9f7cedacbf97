import { Radio } from '@mantine/core';
import { isSourceType, SOURCE_GROUPS, SOURCE_KINDS, type SourceType } from '../../protocol/source';
import { SourceIcon } from '../../ui/SourceIcon';
import styles from './Picker.module.css';

interface TypePickerProps {
  readonly value: SourceType;
  readonly error: string | undefined;
  readonly onChange: (type: SourceType) => void;
}

/** Where the records come from: one choice, its members in groups; the arrow keys go through all of them. */
export function TypePicker({ value, error, onChange }: TypePickerProps) {
  return (
    <Radio.Group
      aria-label="Type of source"
      size="xs"
      error={error}
      value={value}
      onChange={(type) => {
        if (isSourceType(type)) onChange(type);
      }}
    >
      <div className={styles.groups}>
        {SOURCE_GROUPS.map(({ title, types }) => (
          <section key={title} aria-label={title} data-small={types.length < 3}>
            <h2 className={styles.group}>{title}</h2>
            <div className={styles.types}>
              {types.map((type) => (
                <Radio.Card
                  key={type}
                  value={type}
                  className={styles.card ?? ''}
                  aria-label={SOURCE_KINDS[type].title}
                >
                  <span className="row" style={{ gap: 6 }}>
                    <SourceIcon type={type} />
                    <strong>{SOURCE_KINDS[type].title}</strong>
                  </span>
                  <span className="small dim">{SOURCE_KINDS[type].about}</span>
                </Radio.Card>
              ))}
            </div>
          </section>
        ))}
      </div>
    </Radio.Group>
  );
}
