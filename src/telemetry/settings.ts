/** What can be set of telemetry, the same at skill and bank. Where a standard of OpenTelemetry names a variable, that is it. */

/** What `SOTTOVOCE_TELEMETRY` may be. */
export const telemetryModes = ['off', 'otlp'] as const;
export type TelemetryMode = (typeof telemetryModes)[number];

export interface TelemetrySettings {
  readonly telemetry: TelemetryMode;
  /** Of the collector, without a slash at the end: `/v1/traces` and `/v1/metrics` are below it. */
  readonly otlpEndpoint: string;
  /** Sent along with every export; a vendor's key, as a rule. */
  readonly otlpHeaders: Readonly<Record<string, string>>;
}

/** How each is set, but for its schema, which skill and bank write each in its own zod. */
export const telemetryTexts = {
  telemetry: {
    variable: 'SOTTOVOCE_TELEMETRY',
    about:
      'Whether the standalone skill and the bank export traces and metrics: off, or otlp to a collector of OpenTelemetry. They are names, codes and durations (docs/runbook.md). The Lambda functions log and export nothing.',
    example: 'otlp',
    fallback: 'off',
  },
  otlpEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    about: 'Address of that collector, which speaks OTLP over HTTP.',
    example: 'http://127.0.0.1:4318',
    fallback: 'http://127.0.0.1:4318',
  },
  otlpHeaders: {
    variable: 'OTEL_EXPORTER_OTLP_HEADERS',
    about: 'Headers for that collector, as a list with commas between; a key of a vendor, as a rule.',
    example: 'api-key=secret',
    fallback: '',
  },
} as const;

/** The base address of a collector: `OTEL_EXPORTER_OTLP_ENDPOINT` as OpenTelemetry's specification has it. */
export function readOtlpEndpoint(text: string): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new Error('it has to be an address like http://127.0.0.1:4318.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error('it may not hold a password; OTEL_EXPORTER_OTLP_HEADERS is for keys.');
  }
  return url.href.replace(/\/+$/, '');
}

/** Headers as `OTEL_EXPORTER_OTLP_HEADERS` lists them: `name=value`, with commas between; values percent-encoded. */
export function readOtlpHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').filter(pair => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map(pair => {
      const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(\S*)\s*$/.exec(pair) ?? [];
      const decoded = value === undefined ? null : unescaped(value);
      if (name === undefined || decoded === null) {
        throw new Error('it has to be a list like api-key=secret,tenant=bank.');
      }
      return [name, decoded];
    }),
  );
}

/** Null where the escapes are broken. */
function unescaped(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
