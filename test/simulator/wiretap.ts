/** Sits on the wire between skill and bank and keeps every byte, as it was sent: headers, bodies, whatever comes. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Wiretap {
  /** Carries the skill's calls through the tap. */
  readonly fetch: typeof fetch;
  /** Everything that the bank has sent, connection by connection. */
  readonly fromBank: () => string;
  readonly toBank: () => string;
  readonly close: () => Promise<void>;
}

export async function startWiretap(): Promise<Wiretap> {
  const kept = { fromBank: [] as Buffer[][], toBank: [] as Buffer[][] };
  const sockets = new Set<Socket>();
  let bankPort = 0;
  const server = createServer(skill => {
    const bank = connect(bankPort, '127.0.0.1');
    const keep = (from: Socket, to: Socket, chunks: Buffer[]): void => {
      sockets.add(from);
      from.on('data', chunk => {
        // Both sockets are left in binary mode.
        chunks.push(chunk);
        to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    };
    const fromBank: Buffer[] = [];
    const toBank: Buffer[] = [];
    kept.fromBank.push(fromBank);
    kept.toBank.push(toBank);
    keep(skill, bank, toBank);
    keep(bank, skill, fromBank);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  // A server on TCP has an address of this kind as long as it listens.
  const { port } = server.address() as AddressInfo;
  const all = (connections: readonly Buffer[][]): string =>
    connections.map(chunks => Buffer.concat(chunks).toString('latin1')).join('\n');
  return {
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      bankPort = Number(url.port);
      url.port = String(port);
      return fetch(url, init);
    },
    fromBank: () => all(kept.fromBank),
    toBank: () => all(kept.toBank),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
