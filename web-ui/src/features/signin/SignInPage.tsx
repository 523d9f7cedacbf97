import { Button, Loader, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Redirect, useLocation, useSearchParams } from 'wouter';
import { type Credentials, providerAddress, signIn, useLoginMethods } from '../../client/identity';
import { useSession } from '../../client/session';
import { problemOf } from '../../protocol/problem';
import { Mark } from '../../ui/Mark';
import { useTitle } from '../../ui/Page';
import { ProblemNotice } from '../../ui/States';
import styles from './SignInPage.module.css';

/** Only a place of this page: an address that leads elsewhere is not followed. */
function safeReturn(back: string | null): string {
  return back?.startsWith('/') && !back.startsWith('//') && !back.startsWith('/signin') ? back : '/catalog';
}

function explain(error: unknown, byCode: boolean): unknown {
  if (error === null || problemOf(error).code !== 'unauthenticated') return error;
  const detail = byCode
    ? 'This sign-in link was used already or is older than 15 minutes. Sign in with a password, or restart the server for a new link.'
    : 'The user name or the password is not right.';
  return new Error(detail);
}

/** Why a sign-in by the provider came to nothing, by the word that the server sends the browser back with. */
const REFUSALS: Readonly<Record<string, string>> = {
  state: 'This sign-in was begun elsewhere, or too long ago. Begin again.',
  issuer: 'The answer came from another provider than the one that was asked.',
  provider: 'The provider did not sign you in.',
  role: 'The provider gives you no role here. Ask an administrator.',
  name: 'The user name that the provider gives you is another user’s here, or cannot be one. Ask an administrator.',
  unavailable: 'The sign-in provider does not answer at the moment. Try again soon.',
  not_offered: 'There is no sign-in provider here.',
};

function refusal(reason: string | null): Error | null {
  return reason === null ? null : new Error(REFUSALS[reason] ?? 'The sign-in did not work.');
}

export function SignInPage() {
  useTitle('Sign in');
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const session = useSession();
  const code = search.get('code');
  const back = safeReturn(search.get('back'));
  const refused = refusal(search.get('refused'));
  const { data: methods } = useLoginMethods();
  const redeemed = useRef<string | null>(null);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: (credentials: Credentials) => signIn(credentials),
    onSuccess: () => navigate(back, { replace: true }),
  });
  const { mutate } = login;
  useEffect(() => {
    // A code works once, and effects may run twice.
    if (code === null || redeemed.current === code) return;
    redeemed.current = code;
    mutate({ code });
  }, [code, mutate]);
  if (session && code === null) return <Redirect to={back} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ username, password });
  };
  const byCode = login.variables !== undefined && 'code' in login.variables;
  const redeeming = code !== null && (login.isIdle || (login.isPending && byCode));
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.brand}>
          <Mark size={28} /> Sluice
        </h1>
        <p className={styles.lead}>Find, filter and watch live data.</p>
        {redeeming ? (
          <div className="row" role="status">
            <Loader size="xs" /> Signing in with the one-time link…
          </div>
        ) : (
          <form className="stack" onSubmit={submit}>
            <SignInProblem error={explain(login.error, byCode) ?? refused} />
            <TextInput
              label="User name"
              size="sm"
              autoComplete="username"
              required
              withAsterisk={false}
              data-autofocus
              value={username}
              onChange={(event) => setUsername(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              size="sm"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="sm" mt={6} loading={login.isPending}>
              Sign in
            </Button>
            {methods?.oidc && (
              <Button component="a" href={providerAddress(back)} size="sm" variant="default">
                {methods.oidc.title}
              </Button>
            )}
          </form>
        )}
      </div>
    </main>
  );
}

function SignInProblem({ error }: { error: unknown }) {
  if (error instanceof Error && !('problem' in error)) {
    return (
      <div role="alert" style={{ color: 'var(--bad)' }}>
        {error.message}
      </div>
    );
  }
  return <ProblemNotice error={error} />;
}
