/**
 * What a program tells of its work beside its log: spans, which show where the time of one turn went, and metrics. What
 * may be told is written down beforehand, by name and by value, in a program's terms: there is no field for anything
 * else, so that no utterance, name, amount, token or PIN can leave by it.
 */

/** Everything that a program may export. An auditor reads this table; what is not in it does not leave. */
export interface Terms {
  /** `service.name` of all that is exported. */
  readonly service: string;
  readonly spans: Readonly<Record<string, SpanTerms>>;
  /** What may be said of a span or counted by: the exported key, and the values that it may have. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly metrics: Readonly<Record<string, Metric>>;
}

interface SpanTerms {
  /** Which end of a call it is. */
  readonly kind: 'server' | 'client' | 'internal';
  /** The attribute that is put behind its name, so that one can be told from another: "step checkConsent". */
  readonly named: string;
}

interface Attribute {
  readonly key: string;
  /** A closed list; or a small whole number, such as a status of HTTP. */
  readonly values: readonly string[] | 'small number';
}

interface Metric {
  /** Counted up; a duration in milliseconds; or a number that is read when it is exported. */
  readonly kind: 'counter' | 'duration' | 'gauge';
  /** A whole sentence. */
  readonly about: string;
}

/** Attributes by their names in the terms; null says nothing. */
export type Attributes<Of extends Terms> = {
  readonly [Name in keyof Of['attributes']]?:
    (Of['attributes'][Name]['values'] extends readonly (infer Value)[] ? Value : number) | null;
};

type SpanName<Of extends Terms> = keyof Of['spans'] & string;
type MetricName<Of extends Terms, Kind extends Metric['kind']> = {
  [Name in keyof Of['metrics']]: Of['metrics'][Name]['kind'] extends Kind ? Name : never;
}[keyof Of['metrics']] &
  string;

/** A piece of work that is under way. */
export interface Span<Of extends Terms> {
  /** Names the span to whoever does a part of its work: a `traceparent` of W3C trace context. Random; it says nothing. */
  readonly traceparent: string;
  /** Does something as a part of this work: what begins in it, without a parent of its own, belongs to this span. */
  run<Result>(work: () => Result): Result;
  /** Once. */
  end(attributes: Attributes<Of>, failed?: boolean): void;
}

/** A reading of a gauge. */
export type Reading<Of extends Terms> = readonly [value: number, attributes: Attributes<Of>];

export interface Telemetry<Of extends Terms> {
  /** Whether anything is exported. What would only be measured for it need not be measured. */
  readonly isOn: boolean;
  /** Begins a span below `parent`, a `traceparent`; without one, below the span that runs this, if there is one. */
  begin(name: SpanName<Of>, parent?: string | null): Span<Of>;
  /** A span that ends now and took so long, below the one that runs this; where none does, it is left out. */
  note(name: SpanName<Of>, durationMs: number, attributes: Attributes<Of>, failed?: boolean): void;
  count(metric: MetricName<Of, 'counter'>, attributes: Attributes<Of>): void;
  record(metric: MetricName<Of, 'duration'>, durationMs: number, attributes: Attributes<Of>): void;
  watch(metric: MetricName<Of, 'gauge'>, read: () => readonly Reading<Of>[]): void;
  /** Exports what has not been exported yet. */
  close(): Promise<void>;
}
