import { ActionIcon, Button, Group, TagsInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useFilterCheck } from '../../client/filters';
import { useGroups } from '../../client/groups';
import type { Faults } from '../../protocol/faults';
import type { FilterError } from '../../protocol/filter';
import {
  fieldPointer,
  type MaskLine,
  newLine,
  nextId,
  type RuleDraft,
  repeated,
  rulePointer,
  whomText,
} from '../../protocol/masking';
import type { Violation } from '../../protocol/problem';
import { FilterInput } from '../../ui/FilterInput';
import styles from './Masking.module.css';
import { MaskLineInput } from './MaskLineInput';

interface RuleCardProps {
  readonly dataset: string;
  readonly rule: RuleDraft;
  readonly index: number;
  /** That the newest records have. */
  readonly fields: readonly string[];
  readonly faults: Faults;
  readonly violations: readonly Violation[];
  readonly onChange: (rule: RuleDraft) => void;
  readonly onRemove: () => void;
}

/** One rule: whom it is for, what it does with fields, and to which records it leaves them. */
export function RuleCard(props: RuleCardProps) {
  const { dataset, rule, index, fields, faults, violations, onChange, onRemove } = props;
  const title = `Rule ${index + 1}`;
  const twice = new Set(repeated(rule));
  const change = (line: MaskLine) =>
    onChange({ ...rule, lines: rule.lines.map((one) => (one.id === line.id ? line : one)) });
  const whole = faults.at.get(`${rulePointer(index)}/mask`) ?? faults.at.get(rulePointer(index));
  return (
    <section className={styles.rule} aria-label={title} data-testid="masking-rule">
      <div className="spread">
        <h2 className="section" style={{ margin: 0 }}>
          {title} <span className="dim">{whomText(rule)}</span>
        </h2>
        <ActionIcon aria-label={`Remove rule ${index + 1}`} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      <Whom rule={rule} onChange={onChange} />
      <div className={styles.lines}>
        {rule.lines.map((line, at) => (
          <MaskLineInput
            key={line.id}
            line={line}
            title={`${title} field ${at + 1}`}
            fields={fields}
            error={
              twice.has(line.id)
                ? 'this field is there already'
                : line.field.trim() === ''
                  ? undefined
                  : faults.at.get(fieldPointer(index, line.field))
            }
            onChange={change}
            onRemove={() => onChange({ ...rule, lines: rule.lines.filter(({ id }) => id !== line.id) })}
          />
        ))}
        <Button
          variant="default"
          size="compact-xs"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={13} />}
          aria-label={`Add field to rule ${index + 1}`}
          onClick={() => onChange({ ...rule, lines: [...rule.lines, newLine(nextId(rule.lines))] })}
        >
          Add field
        </Button>
      </div>
      <Rows
        dataset={dataset}
        label={`${title} rows`}
        rows={rule.rows}
        fields={fields}
        told={violations.filter(({ pointer }) => pointer === `${rulePointer(index)}/rows`)}
        onChange={(rows) => onChange({ ...rule, rows })}
      />
      {whole === undefined ? null : (
        <p className={styles.fault} role="alert">
          {whole}
        </p>
      )}
    </section>
  );
}

function Whom({ rule, onChange }: { rule: RuleDraft; onChange: (rule: RuleDraft) => void }) {
  const groups = useGroups();
  const known = (groups.data?.items ?? []).map(({ name }) => name);
  return (
    <Group grow align="flex-start">
      <TagsInput
        label="For members of"
        placeholder={rule.groups.length === 0 ? 'everybody' : ''}
        acceptValueOnBlur
        data={known}
        value={[...rule.groups]}
        onChange={(chosen) => onChange({ ...rule, groups: chosen })}
      />
      <TagsInput
        label="But not of"
        placeholder={rule.except.length === 0 ? 'no group' : ''}
        acceptValueOnBlur
        data={known}
        value={[...rule.except]}
        onChange={(chosen) => onChange({ ...rule, except: chosen })}
      />
    </Group>
  );
}

interface RowsProps {
  readonly dataset: string;
  readonly label: string;
  readonly rows: string;
  readonly fields: readonly string[];
  /** What the server said of it when it was to be saved. */
  readonly told: readonly Violation[];
  readonly onChange: (rows: string) => void;
}

function Rows({ dataset, label, rows, fields, told, onChange }: RowsProps) {
  const { check, current } = useFilterCheck(rows, { kind: 'dataset', name: dataset });
  const refused: FilterError[] = told.map(({ reason, position }) => ({
    message: reason,
    position: position ?? 0,
    length: 1,
  }));
  const checked = current && check !== undefined ? check.errors : [];
  return (
    <div>
      <div className={styles.label}>Shows only records that match</div>
      <FilterInput
        label={label}
        placeholder="all of them; or a filter, such as  country = 'RO'"
        value={rows}
        onChange={onChange}
        errors={checked.length > 0 ? checked : refused}
        fields={fields}
      />
    </div>
  );
}
