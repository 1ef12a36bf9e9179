/** The switch, and what is behind it. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { openTelemetry } from '../../src/telemetry/open.ts';
import type { Terms } from '../../src/telemetry/port.ts';
import { exportToMemory } from './exported.ts';

const terms = {
  service: 'a-service',
  spans: { work: { kind: 'server', named: 'code' }, part: { kind: 'internal', named: 'code' } },
  attributes: {
    code: { key: 'a.code', values: ['ok', 'broken'] },
    status: { key: 'a.status', values: 'small number' },
  },
  metrics: {
    'a.count': { kind: 'counter', about: 'What is counted.' },
    'a.duration': { kind: 'duration', about: 'What is measured.' },
    'a.gauge': { kind: 'gauge', about: 'What is read.' },
  },
} as const satisfies Terms;

/** What no compiler of ours would let through. */
const canary = { code: 'my PIN is 4821', status: 4821, utterance: 'tell Maya' } as unknown as { code: 'ok' };

describe('what the terms do not have', () => {
  it('does not leave, whoever hands it over', async () => {
    const { telemetry, finish } = exportToMemory(terms);
    const work = telemetry.begin('work');
    work.run(() => telemetry.note('part', 5, canary, true));
    work.end(canary);
    telemetry.count('a.count', canary);
    telemetry.record('a.duration', 5, canary);
    telemetry.watch('a.gauge', () => [[1, canary]]);
    const { spans, series, texts } = await finish();
    const closed = { 'a.code': 'other', 'a.status': -1 };
    expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['part other', closed],
      ['work other', closed],
    ]);
    expect(series.map(({ metric, attributes }) => [metric, attributes])).toEqual([
      ['a.count', closed],
      ['a.duration', closed],
      ['a.gauge', closed],
    ]);
    expect(texts.join('\n')).not.toMatch(/4821|Maya|PIN/);
  });
});

describe('a span', () => {
  it('belongs to the one that runs it, or to the one that it is told', async () => {
    const { telemetry, finish } = exportToMemory(terms);
    const work = telemetry.begin('work');
    await work.run(async () => {
      await Promise.resolve();
      telemetry.begin('part').end({});
      telemetry.note('part', 3, {});
    });
    telemetry.begin('part', work.traceparent).end({});
    telemetry.begin('part').end({});
    telemetry.note('part', 3, { code: 'broken' });
    work.end({ code: 'broken' }, true);
    const { spans } = await finish();
    expect(spans).toHaveLength(5);
    const [within, noted, told, alone, whole] = spans;
    for (const part of [within, noted, told]) {
      expect(part?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId);
      expect(part?.spanContext().traceId).toBe(whole?.spanContext().traceId);
    }
    expect(alone?.parentSpanContext).toBeUndefined();
    expect(alone?.spanContext().traceId).not.toBe(whole?.spanContext().traceId);
    expect([whole?.name, whole?.status]).toEqual(['work broken', { code: 2 }]);
  });
});

describe('a collector', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });

  async function startCollector(status: number) {
    const taken: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
    const listening = createServer((request, response) => {
      void text(request).then(body => {
        taken.push({ path: request.url, headers: request.headers, body });
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      });
    });
    server = listening;
    await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address with a port.
    const { port } = listening.address() as AddressInfo;
    return { taken, otlpEndpoint: `http://127.0.0.1:${port}/otel` };
  }

  it('gets spans and metrics over HTTP, with the headers that are set', async () => {
    const { taken, otlpEndpoint } = await startCollector(200);
    let lost = 0;
    const telemetry = await openTelemetry(
      { telemetry: 'otlp', otlpEndpoint, otlpHeaders: { 'api-key': 'secret' } },
      terms,
      () => (lost += 1),
    );
    expect(telemetry.isOn).toBe(true);
    telemetry.begin('work').end({ code: 'ok' });
    telemetry.count('a.count', { code: 'ok' });
    await telemetry.close();
    expect(taken.map(({ path }) => path).sort()).toEqual(['/otel/v1/metrics', '/otel/v1/traces']);
    for (const { headers, body } of taken) {
      expect(headers['api-key']).toBe('secret');
      expect(JSON.parse(body)).toMatchObject({});
      expect(body).toContain('a-service');
      expect(body).not.toContain('secret');
    }
    expect(lost).toBe(0);
  });

  it('that takes nothing costs what is lost, and nothing else', async () => {
    const { taken, otlpEndpoint } = await startCollector(400);
    let lost = 0;
    const telemetry = await openTelemetry({ telemetry: 'otlp', otlpEndpoint, otlpHeaders: {} }, terms, () => {
      lost += 1;
    });
    telemetry.begin('work').end({ code: 'ok' });
    telemetry.count('a.count', { code: 'ok' });
    await telemetry.close();
    expect([taken.length, lost]).toEqual([2, 2]);
  });
});

describe('switched off', () => {
  const settings = { telemetry: 'off', otlpEndpoint: 'http://127.0.0.1:4318', otlpHeaders: {} } as const;

  it('there is a name for each trace, and nothing else', async () => {
    const telemetry = await openTelemetry(settings, terms, () => undefined);
    expect(telemetry.isOn).toBe(false);
    const work = telemetry.begin('work');
    expect(work.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(work.traceparent).toBe(work.traceparent);
    const part = telemetry.begin('part', work.traceparent);
    expect(part.traceparent.slice(0, 36)).toBe(work.traceparent.slice(0, 36));
    expect(part.traceparent).not.toBe(work.traceparent);
    expect(work.run(() => 'done')).toBe('done');
    work.end({});
    await telemetry.close();
  });

  /** What a bundler finds of a program, and by which kind of import. */
  async function importsOf(entry: string) {
    const { metafile, outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      packages: entry.includes('lambda') ? 'bundle' : 'external',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const imports = Object.entries(metafile.inputs).flatMap(([from, input]) =>
      input.imports.map(({ path, kind }) => ({ from, path, kind })),
    );
    return { imports, files: Object.keys(metafile.inputs), bytes: outputFiles[0]?.contents.length ?? 0 };
  }

  it.each(['src/bank/main.ts', 'src/channels/alexa/main.ts'])(
    'nothing of OpenTelemetry is loaded by %s: one file names it, which is imported when it is wanted',
    async entry => {
      const { imports } = await importsOf(entry);
      const packages = imports.filter(({ path }) => path.startsWith('@opentelemetry/'));
      expect(new Set(packages.map(({ from }) => from))).toEqual(new Set(['src/telemetry/otlp.ts']));
      const adapter = imports.filter(({ path }) => path === 'src/telemetry/otlp.ts');
      expect(adapter).toEqual([
        { from: 'src/telemetry/open.ts', path: 'src/telemetry/otlp.ts', kind: 'dynamic-import' },
      ]);
    },
  );

  it('the Lambda function has none of it, and is small', async () => {
    const { files, bytes } = await importsOf('src/channels/alexa/lambda.ts');
    expect(files.filter(file => /opentelemetry|telemetry\/(open|otlp)/.test(file))).toEqual([]);
    expect(bytes).toBeLessThan(350_000);
  });
});
