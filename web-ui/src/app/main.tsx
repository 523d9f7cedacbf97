import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../ui/tokens.css';
import '../ui/mantine.css';
import '../ui/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { findSession } from '../client/identity';
import { ProblemError } from '../protocol/problem';
import { styleNonce } from '../ui/nonce';
import { theme } from '../ui/theme';
import { App } from './App';

/** Only what may heal by itself is asked again; a refusal stays one. */
function worthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ProblemError && error.problem.code === 'unavailable';
}

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 2000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

findSession();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');

// What keeps the page still behind a dialog makes its styles by this word, too.
setNonce(styleNonce());

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={4} autoClose={5000} />
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
