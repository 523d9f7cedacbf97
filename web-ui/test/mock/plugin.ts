import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';
import { WebSocketServer } from 'ws';
import { seedAccess } from './access';
import { seedAlerts } from './alerts';
import { seedLandings } from './landings';
import { serveLive } from './live';
import { answer } from './rest';
import { seedWorld } from './world';

const BASE = '/api/v1/';

/** Stands in for the gateway while pages are made (`npm run dev:mock`); never part of what is shipped. */
export function mockGateway(): Plugin {
  return {
    name: 'sluice-mock-gateway',
    configureServer(server) {
      seedWorld();
      seedLandings();
      seedAlerts();
      seedAccess();
      const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'sluice' });
      (server.httpServer as Server | null)?.on(
        'upgrade',
        (request: IncomingMessage, socket: Duplex, head: Buffer) => {
          if (!request.url?.startsWith(`${BASE}live`)) return;
          sockets.handleUpgrade(request, socket, head, serveLive);
        },
      );
      server.middlewares.use((request, response, next) => {
        if (!request.url?.startsWith(BASE)) return next();
        void serve(request, response);
      });
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://mock');
  const path = url.pathname.slice(BASE.length).split('/').map(decodeURIComponent);
  const { method = 'GET' } = request;
  const { status, text } = answer({
    method,
    path,
    query: url.searchParams,
    text: Buffer.concat(chunks).toString(),
  });
  response.statusCode = status;
  response.setHeader('Content-Type', status >= 400 ? 'application/problem+json' : 'application/json');
  response.end(text);
}
