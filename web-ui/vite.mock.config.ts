import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockGateway } from './test/mock/plugin';

/** `npm run dev:mock`: the pages with a stand-in for the gateway, for work on the pages alone. */
export default defineConfig({ plugins: [react(), mockGateway()] });
