/** A line of TCP between two programs, which can be made to fail in the ways that lines do. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Line {
  readonly port: number;
  /** What comes back comes so much later, from now on. */
  setDelay(delayMs: number): void;
  /**
   * The connections that there are lead nowhere any more: nothing that is sent on them arrives, and nobody says so.
   * @param isCut whether those that are opened later lead nowhere too, until `mend`
   */
  lose(isCut: boolean): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a line to a port of this machine. */
export async function openLine(toPort: () => number): Promise<Line> {
  let delayMs = 0;
  let isCut = false;
  const lost = new WeakSet<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ port: toPort(), host: '127.0.0.1', noDelay: true });
    if (isCut) lost.add(near);
    const pair = [near, far] as const;
    pairs.add(pair);
    const isLost = (): boolean => lost.has(near);
    near.on('data', (chunk: Buffer) => {
      if (!isLost()) far.write(chunk);
    });
    /** What comes back comes late, an end as well. */
    const later = (act: () => void): void => {
      if (delayMs === 0) act();
      else setTimeout(act, delayMs).unref();
    };
    far.on('data', (chunk: Buffer) => {
      later(() => {
        if (!isLost() && !near.destroyed) near.write(chunk);
      });
    });
    const forget = (): void => {
      if (near.destroyed && far.destroyed) pairs.delete(pair);
    };
    near
      .on('error', () => undefined)
      .on('close', () => {
        if (!isLost()) far.destroy();
        forget();
      });
    far
      .on('error', () => undefined)
      .on('close', () => {
        later(() => {
          if (!isLost()) near.destroy();
        });
        forget();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A server that listens on a port has an address with a port.
    port: (server.address() as AddressInfo).port,
    setDelay: ms => {
      delayMs = ms;
    },
    lose: cut => {
      isCut = cut;
      for (const [near] of pairs) lost.add(near);
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
