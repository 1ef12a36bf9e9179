/**
 * Telemetry by OpenTelemetry's own packages, over OTLP and HTTP, to a collector of the bank's choice. Loaded by
 * `open.ts`, when it is switched on. No instrumentation watches libraries here: what is exported is what our code
 * names in its terms, and what the terms do not have is not exported.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes as Exported,
  type Context,
} from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import type { Attributes, Span, Telemetry, Terms } from './port.ts';
import type { TelemetrySettings } from './settings.ts';
import { spanIdOf, traceIdOf, traceparentOf } from './trace-context.ts';

/** Where telemetry goes. */
export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
  /** How often metrics go. Spans go every five seconds, or when there are many. */
  readonly everyMs: number;
}

/** For an export with its repetitions. A program that stops waits no longer for a collector that is away. */
const exportTimeoutMs = 5_000;

/** A collector that speaks OTLP over HTTP, at the paths that OpenTelemetry's specification gives it. */
export function collectorAt({ otlpEndpoint, otlpHeaders }: Omit<TelemetrySettings, 'telemetry'>): Exporters {
  const options = { headers: { ...otlpHeaders }, timeoutMillis: exportTimeoutMs };
  return {
    spans: new OTLPTraceExporter({ ...options, url: `${otlpEndpoint}/v1/traces` }),
    metrics: new OTLPMetricExporter({ ...options, url: `${otlpEndpoint}/v1/metrics` }),
    everyMs: 60_000,
  };
}

/** Spans that wait for the collector at most, some thirty a question; what comes on top is dropped. */
const maxQueueSize = 20_000;

/** In milliseconds; a turn has eight seconds, and most of them take a few hundredths. */
const durationBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 4_000, 8_000];

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/**
 * Exports what the terms name.
 * @param onLost told when an export was not taken: what was in it is lost, but for metrics, which add up
 */
export function exportTelemetry<Of extends Terms>(
  terms: Of,
  to: Exporters,
  onLost: () => void,
): Telemetry<Of> {
  // An instance of a service counts for itself; nothing of the machine is told.
  const resource = resourceFromAttributes({
    'service.name': terms.service,
    'service.instance.id': randomUUID(),
  });
  const spans = new TracerProvider({
    resource,
    // Every turn: a bank has few of them, and a collector may leave out what it will. Whoever asks does not decide.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor({ exporter: noticing(to.spans, onLost), maxQueueSize })],
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: noticing(to.metrics, onLost),
    exportIntervalMillis: to.everyMs,
    exportTimeoutMillis: Math.min(to.everyMs, 30_000),
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  const tracer = spans.getTracer('sottovoce');
  const meter = meters.getMeter('sottovoce');
  const running = new AsyncLocalStorage<Context>();
  const exported = closedBy(terms);
  const of = (kind: Terms['metrics'][string]['kind']): [string, { description: string }][] =>
    Object.entries(terms.metrics)
      .filter(([, metric]) => metric.kind === kind)
      .map(([name, { about }]) => [name, { description: about }]);
  const counters = new Map(
    of('counter').map(([name, options]) => [name, meter.createCounter(name, options)]),
  );
  const durations = new Map(
    of('duration').map(([name, options]) => [
      name,
      meter.createHistogram(name, {
        ...options,
        unit: 'ms',
        advice: { explicitBucketBoundaries: durationBuckets },
      }),
    ]),
  );
  const gauges = new Map(
    of('gauge').map(([name, options]) => [name, meter.createObservableGauge(name, options)]),
  );

  function begin(name: string, parent: Context, startTime?: number): Span<Of> {
    const { kind, named } = { kind: 'internal' as const, named: '', ...terms.spans[name] };
    const detailKey = terms.attributes[named]?.key ?? '';
    const span = tracer.startSpan(
      name,
      { kind: kinds[kind], ...(startTime === undefined ? {} : { startTime }) },
      parent,
    );
    const context = trace.setSpan(parent, span);
    const { traceId, spanId } = span.spanContext();
    return {
      traceparent: traceparentOf(traceId, spanId, true),
      run: work => running.run(context, work),
      end: (attributes, failed = false) => {
        // Of a failure, that it was one: a message may hold anything.
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        const out = exported(attributes);
        const detail = out[detailKey];
        if (typeof detail === 'string') span.updateName(`${name} ${detail}`);
        span.setAttributes(out).end();
      },
    };
  }

  return {
    isOn: true,
    begin: (name, parent) => begin(name, parentOf(parent) ?? running.getStore() ?? ROOT_CONTEXT),
    note: (name, durationMs, attributes, failed) => {
      const parent = running.getStore();
      if (parent !== undefined) begin(name, parent, Date.now() - durationMs).end(attributes, failed);
    },
    count: (name, attributes) => counters.get(name)?.add(1, exported(attributes)),
    record: (name, durationMs, attributes) => durations.get(name)?.record(durationMs, exported(attributes)),
    watch: (name, read) =>
      gauges.get(name)?.addCallback(result => {
        for (const [value, attributes] of read()) result.observe(value, exported(attributes));
      }),
    close: async () => {
      // What cannot be exported any more is lost; a program ends all the same.
      await Promise.allSettled([spans.shutdown(), meters.shutdown()]);
    },
  };
}

/** What a `traceparent` names, as the parent of a span. */
function parentOf(traceparent: string | null | undefined): Context | null {
  if (typeof traceparent !== 'string') return null;
  const named = {
    traceId: traceIdOf(traceparent),
    spanId: spanIdOf(traceparent),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(named) ? trace.setSpanContext(ROOT_CONTEXT, named) : null;
}

/** Makes of attributes what the terms let out: their own keys, with a value of the list, or "other". */
function closedBy<Of extends Terms>({ attributes }: Of): (given: Attributes<Of>) => Exported {
  const closed = new Map(
    Object.entries(attributes).map(([name, { key, values }]) => [
      name,
      { key, values: values === 'small number' ? null : new Set<unknown>(values) },
    ]),
  );
  const valueOf = (values: ReadonlySet<unknown> | null, value: unknown): string | number => {
    if (values === null) return isSmall(value) ? value : -1;
    return typeof value === 'string' && values.has(value) ? value : 'other';
  };
  return given => {
    const out: Exported = {};
    for (const [name, value] of Object.entries(given)) {
      const attribute = closed.get(name);
      if (attribute !== undefined && value !== null && value !== undefined) {
        out[attribute.key] = valueOf(attribute.values, value);
      }
    }
    return out;
  };
}

const isSmall = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1_000;

/** What both kinds of exporters have in common. */
interface Exporter<Batch> {
  export(batch: Batch, done: (result: { readonly code: number; readonly error?: Error }) => void): void;
}

/** Has an exporter tell when an export was not taken. */
function noticing<Batch, To extends Exporter<Batch>>(exporter: To & Exporter<Batch>, onLost: () => void): To {
  const carry = exporter.export.bind(exporter);
  exporter.export = (batch: Batch, done) =>
    carry(batch, result => {
      if (result.code !== 0) onLost();
      done(result);
    });
  return exporter;
}
