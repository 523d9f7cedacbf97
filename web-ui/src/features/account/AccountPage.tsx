import { useMe } from '../../client/identity';
import { fullTime } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Loading, ProblemNotice } from '../../ui/States';
import { BrowsersSection } from './BrowsersSection';
import { KeysSection } from './KeysSection';
import { UsersSection } from './UsersSection';

export default function AccountPage() {
  const me = useMe();
  return (
    <Page title="Account">
      <ProblemNotice error={me.error} retry={me.refetch} />
      {me.isPending ? <Loading what="Loading your account" /> : null}
      {me.data === undefined ? null : (
        <div className="stack" style={{ gap: 32 }}>
          <p style={{ margin: 0 }}>
            Signed in as <b data-testid="account-user">{me.data.user}</b>, {article(me.data.role)}{' '}
            {me.data.role}
            {me.data.expires_at === undefined ? (
              ''
            ) : (
              <span className="dim">; until {fullTime(me.data.expires_at)}</span>
            )}
          </p>
          <KeysSection user={me.data.user} role={me.data.role} />
          <BrowsersSection />
          {me.data.role === 'admin' ? <UsersSection me={me.data.user} /> : null}
        </div>
      )}
    </Page>
  );
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}
