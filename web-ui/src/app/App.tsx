import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useSession } from '../client/session';
import { CatalogPage } from '../features/catalog/CatalogPage';
import { SignInPage } from '../features/signin/SignInPage';
import { Boundary } from '../ui/Boundary';
import { Page } from '../ui/Page';
import { Empty, Loading } from '../ui/States';
import { Shell } from './Shell';

const RegisterPage = lazy(() => import('../features/registration/RegisterPage'));
const ImportPage = lazy(() => import('../features/exchange/ImportPage'));
const EditPage = lazy(() => import('../features/registration/EditPage'));
const DatasetPage = lazy(() => import('../features/dataset/DatasetPage'));
const ViewsPage = lazy(() => import('../features/views/ViewsPage'));
const ViewPage = lazy(() => import('../features/views/ViewPage'));
const LivePage = lazy(() => import('../features/live/LivePage'));
const StreamsPage = lazy(() => import('../features/streams/StreamsPage'));
const NewStreamPage = lazy(() => import('../features/streams/NewStreamPage'));
const StreamPage = lazy(() => import('../features/streams/StreamPage'));
const EditStreamPage = lazy(() => import('../features/streams/EditStreamPage'));
const LandingsPage = lazy(() => import('../features/landings/LandingsPage'));
const LandingPage = lazy(() => import('../features/landings/LandingPage'));
const AlertsPage = lazy(() => import('../features/alerts/AlertsPage'));
const TopicsPage = lazy(() => import('../features/topics/TopicsPage'));
const TopicPage = lazy(() => import('../features/topics/TopicPage'));
const SessionsPage = lazy(() => import('../features/sessions/SessionsPage'));
const CleanupPage = lazy(() => import('../features/cleanup/CleanupPage'));
const AccessPage = lazy(() => import('../features/access/AccessPage'));
const ThingAccessPage = lazy(() => import('../features/access/ThingAccessPage'));
const MaskingPage = lazy(() => import('../features/masking/MaskingPage'));
const AuditPage = lazy(() => import('../features/audit/AuditPage'));
const AccountPage = lazy(() => import('../features/account/AccountPage'));

export function App() {
  const session = useSession();
  const [location] = useLocation();
  const queries = useQueryClient();
  useEffect(() => {
    if (session === null) queries.clear();
  }, [session, queries]);
  if (session === undefined) return <Loading />;
  if (location === '/signin') return <SignInPage />;
  if (session === null) {
    const back = `${window.location.pathname}${window.location.search}`;
    return <Redirect to={back === '/' ? '/signin' : `/signin?back=${encodeURIComponent(back)}`} replace />;
  }
  return (
    <Shell>
      <Boundary place={location}>
        <Suspense fallback={<Page title="Sluice">{<Loading />}</Page>}>
          <Switch>
            <Route path="/">
              <Redirect to="/catalog" replace />
            </Route>
            <Route path="/catalog" component={CatalogPage} />
            <Route path="/catalog/new" component={RegisterPage} />
            <Route path="/catalog/import" component={ImportPage} />
            <Route path="/datasets/:id">{({ id }) => <DatasetPage key={id} id={id} />}</Route>
            <Route path="/datasets/:id/edit">{({ id }) => <EditPage key={id} id={id} />}</Route>
            <Route path="/datasets/:id/masking">{({ id }) => <MaskingPage key={id} id={id} />}</Route>
            <Route path="/live" component={LivePage} />
            <Route path="/views" component={ViewsPage} />
            <Route path="/views/:id">{({ id }) => <ViewPage key={id} id={id} />}</Route>
            <Route path="/streams" component={StreamsPage} />
            <Route path="/streams/new" component={NewStreamPage} />
            <Route path="/streams/:id">{({ id }) => <StreamPage key={id} id={id} />}</Route>
            <Route path="/streams/:id/edit">{({ id }) => <EditStreamPage key={id} id={id} />}</Route>
            <Route path="/landings" component={LandingsPage} />
            <Route path="/landings/:id">{({ id }) => <LandingPage key={id} id={id} />}</Route>
            <Route path="/alerts" component={AlertsPage} />
            <Route path="/topics" component={TopicsPage} />
            <Route path="/topics/:name">{({ name }) => <TopicPage key={name} name={name} />}</Route>
            <Route path="/sessions" component={SessionsPage} />
            <Route path="/cleanup" component={CleanupPage} />
            <Route path="/access" component={AccessPage} />
            <Route path="/access/:kind/:id">
              {({ kind, id }) => <ThingAccessPage key={`${kind}/${id}`} kind={kind} id={id} />}
            </Route>
            <Route path="/audit" component={AuditPage} />
            <Route path="/account" component={AccountPage} />
            <Route>
              <Page title="Not here">
                <Empty title="There is no such page">
                  The address may be mistyped, or what it named is gone.
                </Empty>
              </Page>
            </Route>
          </Switch>
        </Suspense>
      </Boundary>
    </Shell>
  );
}
