import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankConfigError, bankConfig } from '../../src/bank/config.ts';
import { readOtlpEndpoint, readOtlpHeaders } from '../../src/telemetry/settings.ts';
import { readTraceparent, spanIdOf, traceIdOf, traceparentOf } from '../../src/telemetry/trace-context.ts';

describe('a traceparent', () => {
  const hex = (digits: number) =>
    fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)).filter(id => /[^0]/.test(id));

  it('is read as it was written', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, isSampled) => {
        const traceparent = traceparentOf(traceId, spanId, isSampled);
        expect(readTraceparent(traceparent)).toBe(traceparent);
        expect([traceIdOf(traceparent), spanIdOf(traceparent)]).toEqual([traceId, spanId]);
      }),
      { numRuns: 50 },
    );
  });

  const [trace, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
  it.each([
    undefined,
    '',
    'my PIN is 4821',
    `00-${trace}-${span}`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `ff-${trace}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace}-${span}-01\n`,
    [`00-${trace}-${span}-01`],
  ])('is none where it is %j', header => {
    expect(readTraceparent(header)).toBeNull();
  });
});

describe('the settings of telemetry', () => {
  it('are off where nothing is said, at the bank too', () => {
    expect(bankConfig({})).toMatchObject({
      telemetry: 'off',
      otlpEndpoint: 'http://127.0.0.1:4318',
      otlpHeaders: {},
    });
  });

  it('are those that OpenTelemetry has names for', () => {
    expect(
      bankConfig({
        SOTTOVOCE_TELEMETRY: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.bank.example/otel/',
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20secret, tenant=bank',
      }),
    ).toMatchObject({
      telemetry: 'otlp',
      otlpEndpoint: 'https://collector.bank.example/otel',
      otlpHeaders: { 'api-key': 'a secret', tenant: 'bank' },
    });
  });

  it.each([
    'collector',
    'ftp://collector',
    'https://me:secret@collector',
    'http://collector/?a=b',
    'http://c/#d',
  ])('have no such address as %s', address => {
    expect(() => readOtlpEndpoint(address)).toThrow(/^it /);
  });

  it.each(['secret', '=secret', 'a b=c', 'key=100%'])('have no such header as %s', headers => {
    expect(() => readOtlpHeaders(headers)).toThrow(/^it has to be a list/);
  });

  it('are told to be wrong without being repeated', () => {
    const wrong = { SOTTOVOCE_TELEMETRY: 'on', OTEL_EXPORTER_OTLP_HEADERS: 'the-secret' };
    expect(() => bankConfig(wrong)).toThrow(BankConfigError);
    expect(() => bankConfig(wrong)).toThrow(/SOTTOVOCE_TELEMETRY: it has to be off or otlp\./);
    expect(() => bankConfig(wrong)).toThrow(/OTEL_EXPORTER_OTLP_HEADERS: it has to be a list like [^.]+\.$/m);
    expect(() => bankConfig(wrong)).not.toThrow(/the-secret/);
  });
});
