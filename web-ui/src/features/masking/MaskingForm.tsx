import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEyeOff, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { usePutMasking } from '../../client/masking';
import { useSampledFields } from '../../client/schema';
import { faultsOf } from '../../protocol/faults';
import {
  draftOf,
  fieldPointer,
  type Masking,
  maskingOf,
  newRule,
  nextId,
  type RuleDraft,
  repeated,
  rulePointer,
} from '../../protocol/masking';
import { problemOf } from '../../protocol/problem';
import { Empty, FormProblem } from '../../ui/States';
import { RuleCard } from './RuleCard';

interface MaskingFormProps {
  readonly dataset: string;
  readonly topic: string;
  readonly saved: Masking;
}

function pointersOf(rules: readonly RuleDraft[]): string[] {
  return rules.flatMap(({ lines }, index) => [
    ...lines.map(({ field }) => fieldPointer(index, field)),
    `${rulePointer(index)}/rows`,
    `${rulePointer(index)}/mask`,
    rulePointer(index),
  ]);
}

export function MaskingForm({ dataset, topic, saved }: MaskingFormProps) {
  const [rules, setRules] = useState(() => draftOf(saved));
  const put = usePutMasking(dataset);
  const fields = useSampledFields(topic);
  const faults = faultsOf(put.error, pointersOf(rules));
  const violations = put.error === null ? [] : (problemOf(put.error).violations ?? []);
  const twice = rules.some((rule) => repeated(rule).length > 0);
  const changed = JSON.stringify(maskingOf(rules)) !== JSON.stringify(maskingOf(draftOf(saved)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate(maskingOf(rules), {
      onSuccess: (masking) => {
        setRules(draftOf(masking));
        notifications.show({ message: 'The rules hold from now on, for whoever reads now, too' });
      },
    });
  };
  const add = () => setRules([...rules, newRule(nextId(rules))]);
  return (
    <form className="stack" style={{ maxWidth: 860 }} onSubmit={submit}>
      <p className="dim" style={{ margin: 0 }}>
        Rules lie between the records and whoever reads them, in every way that they leave by. All rules that
        are for somebody count together; of several masks of one field the strongest. Who manages the dataset
        sees everything.
      </p>
      {rules.length === 0 ? (
        <Empty
          icon={<IconEyeOff size={34} stroke={1.4} />}
          title="Everybody who may read it sees everything"
          actions={
            <Button leftSection={<IconPlus size={15} />} onClick={add}>
              Add rule
            </Button>
          }
        >
          A rule hides fields, or records, from some or from all.
        </Empty>
      ) : null}
      {rules.map((rule, index) => (
        <RuleCard
          key={rule.id}
          dataset={dataset}
          rule={rule}
          index={index}
          fields={(fields.data ?? []).map(({ path }) => path)}
          faults={faults}
          violations={violations}
          onChange={(next) => {
            put.reset();
            setRules(rules.map((one) => (one.id === next.id ? next : one)));
          }}
          onRemove={() => setRules(rules.filter(({ id }) => id !== rule.id))}
        />
      ))}
      <FormProblem error={put.error} faults={faults} />
      {rules.length > 0 || changed ? (
        <div className="row">
          {rules.length > 0 ? (
            <Button variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
              Add rule
            </Button>
          ) : null}
          <Button type="submit" disabled={!changed || twice} loading={put.isPending}>
            {rules.length === 0 ? 'Save: everybody sees everything' : 'Save rules'}
          </Button>
          {changed ? <span className="small dim">Not saved yet</span> : null}
        </div>
      ) : null}
    </form>
  );
}
