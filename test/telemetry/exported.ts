/** Exporters that keep what they get, and every word of it. */
import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { exportTelemetry, type Exporters } from '../../src/telemetry/otlp.ts';
import type { Telemetry, Terms } from '../../src/telemetry/port.ts';

/** One series of a metric. */
interface Series {
  readonly metric: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** A count, a number that was read, or how often something was measured. */
  readonly value: number;
}

export interface Exported<Of extends Terms> {
  readonly telemetry: Telemetry<Of>;
  readonly lost: () => number;
  /** Everything that has been exported; nothing is afterwards. */
  readonly finish: () => Promise<{
    readonly spans: readonly ReadableSpan[];
    readonly series: readonly Series[];
    /** Every text in it but the random ids: names, keys and values of attributes, messages, descriptions. */
    readonly texts: readonly string[];
  }>;
}

export function exportToMemory<Of extends Terms>(terms: Of, changes: Partial<Exporters> = {}): Exported<Of> {
  const spans = new InMemorySpanExporter();
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Kept to be read when nothing is exported any more.
  spans.shutdown = () => Promise.resolve();
  let lost = 0;
  const telemetry = exportTelemetry(terms, { spans, metrics, everyMs: 3_600_000, ...changes }, () => {
    lost += 1;
  });
  return {
    telemetry,
    lost: () => lost,
    finish: async () => {
      await telemetry.close();
      const [finished, collected] = [spans.getFinishedSpans(), metrics.getMetrics()];
      const series = collected.flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(scope =>
          scope.metrics.flatMap(({ descriptor, dataPoints }) =>
            dataPoints.map(({ attributes, value }) => ({
              metric: descriptor.name,
              attributes,
              value: typeof value === 'number' ? value : value.count,
            })),
          ),
        ),
      );
      const told = [
        finished.map(({ name, attributes, events, links, status, resource, instrumentationScope }) => ({
          ...{ name, attributes, events, links, status, instrumentationScope },
          resource: resource.attributes,
        })),
        collected.map(({ resource, scopeMetrics }) => [
          resource.attributes,
          scopeMetrics.map(({ scope, metrics: inScope }) => [
            scope,
            inScope.map(({ descriptor, dataPoints }) => [
              descriptor,
              dataPoints.map(({ attributes }) => attributes),
            ]),
          ]),
        ]),
      ];
      return { spans: finished, series, texts: textsIn(told) };
    },
  };
}

const randomId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The texts of a value, keys included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return randomId.test(value) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsIn(part),
  ]);
}
