/** HTTP servers of the simulator: on this machine alone. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Closes at once, whatever is under way. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1, or rejects with the error of `net.Server` (`EADDRINUSE`, `EACCES`).
 *
 * @param port 0 for one that is free
 */
export async function serveOnLoopback(listener: RequestListener, port = 0): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  // A server on TCP has an address of this kind as long as it listens.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
