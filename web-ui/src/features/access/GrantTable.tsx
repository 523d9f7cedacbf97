import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from 'wouter';
import { accessHref, type Grant, givenText, granteeOf } from '../../protocol/rights';
import { ago, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';

interface GrantTableProps {
  readonly grants: readonly Grant[];
  /** Shows on what each is instead of to whom. */
  readonly held?: boolean;
  readonly onTake?: (grant: Grant) => void;
}

export function GrantTable({ grants, held = false, onTake }: GrantTableProps) {
  return (
    <Scroll label="Access given">
      <table className="table" aria-label="Given">
        <thead>
          <tr>
            <th>{held ? 'On' : 'To'}</th>
            <th>As</th>
            <th>Ends</th>
            <th>Given by</th>
            <th>Given</th>
            {onTake === undefined ? null : (
              <th>
                <span className="unseen">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <tr key={grant.id} data-testid="grant-row">
              <td>{held ? <On grant={grant} /> : <To grant={grant} />}</td>
              <td style={grant.level === 'deny' ? { color: 'var(--bad)' } : undefined}>{givenText(grant)}</td>
              <td className="dim">{grant.expires_at ? fullTime(grant.expires_at) : 'never'}</td>
              <td className="dim">{grant.created_by}</td>
              <td className="dim" title={fullTime(grant.created_at)}>
                {ago(grant.created_at)}
              </td>
              {onTake === undefined ? null : (
                <td className="fit">
                  <ActionIcon
                    aria-label={`Take back from ${granteeOf(grant.to).name}`}
                    onClick={() => onTake(grant)}
                  >
                    <IconTrash size={15} />
                  </ActionIcon>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function To({ grant: { to } }: { grant: Grant }) {
  const { kind, name } = granteeOf(to);
  return (
    <>
      <span style={{ fontWeight: 550 }}>{name}</span> <span className="dim">{kind}</span>
    </>
  );
}

function On({ grant: { on } }: { grant: Grant }) {
  return (
    <>
      <span className="dim">{on.kind}</span> <Link href={accessHref(on)}>{on.id}</Link>
    </>
  );
}
