import { Button } from '@mantine/core';
import { useEndSignIn, useSignIns } from '../../client/sign-ins';
import { ago, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { ListState, ProblemNotice } from '../../ui/States';

/** The browsers that one is signed in with, each of which can be signed out from here. */
export function BrowsersSection() {
  return (
    <section aria-label="Browsers">
      <h2 className="section" style={{ margin: 0 }}>
        Browsers
      </h2>
      <Browsers />
    </section>
  );
}

/** @param user whose they are; one's own where nobody is named */
export function Browsers({ user }: { user?: string }) {
  const signIns = useSignIns(user);
  const end = useEndSignIn(user);
  const items = signIns.data?.items;
  return (
    <>
      <ListState what="browsers" list={signIns} />
      <ProblemNotice error={end.error} />
      {items?.length === 0 ? <p className="dim">Signed in with no browser.</p> : null}
      {items === undefined || items.length === 0 ? null : (
        <Scroll label="Browsers table">
          <table className="table" aria-label="Browsers">
            <thead>
              <tr>
                <th>Browser</th>
                <th>Address</th>
                <th>Signed in</th>
                <th>Last seen</th>
                <th>
                  <span className="unseen">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id} data-testid="browser-row">
                  <td>{one.user_agent ?? 'unknown'}</td>
                  <td className="mono">{one.address ?? ''}</td>
                  <td title={fullTime(one.created_at)}>{ago(one.created_at)}</td>
                  <td title={fullTime(one.seen_at)}>{ago(one.seen_at)}</td>
                  <td>
                    {one.current ? (
                      <span className="dim">this one</span>
                    ) : (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`Sign out ${one.user_agent ?? one.id}`}
                        loading={end.isPending && end.variables === one.id}
                        onClick={() => end.mutate(one.id)}
                      >
                        Sign out
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}
