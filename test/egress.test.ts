import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEgress, EgressRefused, type Destination } from '../src/egress.ts';

const facade = { to: 'facade', baseUrl: 'https://facade.bank.example/api' } as const;
const certificates = { to: 'certificates' } as const;

function egressTo(destination: Destination) {
  const sent: RequestInit[] = [];
  const fetch = createEgress(destination, (_input, init) => {
    sent.push(init ?? {});
    return Promise.resolve(new Response('ok'));
  });
  return { fetch, sent };
}

describe('what leaves the skill', () => {
  it.each([
    [facade, 'https://facade.bank.example/api/v1/answers/balance'],
    [facade, 'https://FACADE.bank.example:443/'],
    [{ to: 'facade', baseUrl: 'http://127.0.0.1:8789' } as const, 'http://127.0.0.1:8789/v1/link'],
    [certificates, 'https://s3.amazonaws.com/echo.api/chain.pem'],
  ])('goes to %o: %s', async (destination, url) => {
    const { fetch, sent } = egressTo(destination);
    for (const input of [url, new URL(url)]) expect((await fetch(input)).status).toBe(200);
    expect(sent).toHaveLength(2);
  });

  it.each([
    [facade, 'https://evil.example/'],
    [facade, 'http://facade.bank.example/api'],
    [facade, 'https://facade.bank.example:8443/api'],
    [facade, 'https://facade.bank.example.evil.example/'],
    [facade, 'https://facade.bank.example@evil.example/'],
    [facade, 'https://evil.facade.bank.example/'],
    [facade, 'https://s3.amazonaws.com/echo.api/chain.pem'],
    [facade, 'http://169.254.169.254/latest/meta-data/'],
    [facade, '/api'],
    [facade, 'data:text/plain,hello'],
    [facade, 'file:///etc/passwd'],
    [certificates, 'https://facade.bank.example/api'],
    [certificates, 'http://s3.amazonaws.com/echo.api/chain.pem'],
    [certificates, 'https://s3.amazonaws.com.evil.example/echo.api/chain.pem'],
    [{ to: 'facade', baseUrl: 'http://127.0.0.1:8789' } as const, 'http://127.0.0.1:5432/'],
  ])('does not go from %o to %s', async (destination, url) => {
    const { fetch, sent } = egressTo(destination);
    await expect(fetch(url)).rejects.toThrow(EgressRefused);
    expect(sent).toEqual([]);
  });

  it.each([
    [undefined, 'error'],
    ['follow', 'error'],
    ['error', 'error'],
    ['manual', 'manual'],
  ] as const)('follows no redirect: asked to %s, it is told %s', async (redirect, told) => {
    const { fetch, sent } = egressTo(facade);
    await fetch(facade.baseUrl, redirect === undefined ? {} : { redirect });
    expect(sent).toMatchObject([{ redirect: told }]);
  });

  it('has no other way out: nothing else of the skill calls the network', () => {
    const callsNetwork =
      /(?<!typeof )globalThis\.fetch\b|\bfrom '(undici|node:(https|net|tls|dgram|http2))'|\b(?:http|https)\.request\b|\bgetBuiltinModule\b/;
    const files = globSync([
      'src/*.ts',
      'src/{facade,channels,conversation,telemetry}/**/*.ts',
      'intents/*.ts',
      'models/*.ts',
    ]);
    expect(files.length).toBeGreaterThan(50);
    const calling = files.filter(file =>
      callsNetwork.test(
        readFileSync(file, 'utf8').replace(/import \{ rootCertificates \} from 'node:tls';/, ''),
      ),
    );
    expect(calling).toEqual(['src/network.ts']);
    const making = files.filter(file => readFileSync(file, 'utf8').includes('createNetwork('));
    expect(making).toEqual(['src/egress.ts', 'src/network.ts']);
    // What connects to the collector, where a server is told to have one.
    const exporting = files.filter(file => readFileSync(file, 'utf8').includes('@opentelemetry/'));
    expect(exporting).toEqual(['src/telemetry/otlp.ts']);
  });
});
