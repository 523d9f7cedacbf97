import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { StreamBranch } from '../../../protocol/stream';
import { FilterInput } from '../../../ui/FilterInput';
import styles from './Builder.module.css';
import type { SectionProps } from './form';
import { Section } from './Section';

/** A record goes to the first branch that it belongs to; all others to the stream's own topic. */
export function BranchSection({ draft, faults, fields, onChange }: SectionProps) {
  const { branches } = draft;
  const put = (index: number, changes: Partial<StreamBranch>) =>
    onChange({ branches: branches.map((old, at) => (at === index ? { ...old, ...changes } : old)) });
  const add = () => onChange({ branches: [...branches, { name: '', where: '' }] });
  return (
    <Section
      title="Branches"
      about={faults.at('/branches') ?? 'parts that go to topics of their own'}
      beside={
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={add}>
          Add branch
        </Button>
      }
    >
      <div className={styles.stack} hidden={branches.length === 0}>
        {branches.map(({ name, where, topic }, index) => {
          const at = `/branches/${index}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: branches are tried in the order in which they stand
            <fieldset key={index} className={styles.card} style={{ margin: 0 }}>
              <legend className="unseen">Branch {index + 1}</legend>
              <div className="row" style={{ alignItems: 'flex-start', marginBottom: 8 }}>
                <TextInput
                  className="grow"
                  label="Branch"
                  placeholder="high"
                  error={faults.at(`${at}/name`) ?? faults.at(at)}
                  value={name}
                  onChange={(event) => put(index, { name: event.currentTarget.value })}
                />
                <TextInput
                  className="grow"
                  label="Topic"
                  placeholder="the stream's topic and its name"
                  error={faults.at(`${at}/topic`)}
                  value={topic ?? ''}
                  onChange={(event) => put(index, { topic: event.currentTarget.value })}
                />
                <ActionIcon
                  mt={20}
                  aria-label={`Remove branch ${index + 1}`}
                  onClick={() => onChange({ branches: branches.filter((_, other) => other !== index) })}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </div>
              <Input.Wrapper label="Its records" labelElement="div">
                <FilterInput
                  label={`Records of branch ${index + 1}`}
                  placeholder="Records where  fare_amount > 50"
                  value={where}
                  onChange={(text) => put(index, { where: text })}
                  errors={faults.inText(`${at}/where`)}
                  fields={fields.map(({ path }) => path)}
                />
              </Input.Wrapper>
            </fieldset>
          );
        })}
      </div>
    </Section>
  );
}
