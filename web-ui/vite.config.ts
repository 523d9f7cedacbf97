import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running gateway. */
const gateway = process.env.SLUICE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  // The gateway puts a new one in its place each time it serves the page.
  html: { cspNonce: 'SLUICE_NONCE' },
  build: {
    outDir: 'target/classes/webroot',
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      '/api': { target: gateway, ws: true, changeOrigin: true },
      '/health': { target: gateway },
    },
  },
  test: { environment: 'node', include: ['test/unit/**/*.test.ts'] },
});
