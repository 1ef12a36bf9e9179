/** Everything that the bank may export when telemetry is on (`SOTTOVOCE_TELEMETRY`): names, codes and durations. */
import { questionNames, refusalCodes } from '../facade/contract.ts';
import type { Telemetry, Terms } from '../telemetry/port.ts';
import type { PoolUse } from './database/postgres-pool.ts';
import type { OnStatement } from './database/statements.ts';
import { decisions, faultKinds, operations, refusers, type Log } from './log.ts';

/** The steps of an answer, as `pipeline/policy.ts` lists them. */
export const answerSteps = [
  'authenticateLink',
  'checkConsent',
  'noteUser',
  'checkStepUp',
  'chargeBudget',
  'checkDisclosure',
  'computeAnswer',
  'roundAnswer',
  'recordDisclosure',
  'composeAnswer',
] as const;

export const bankTerms = {
  service: 'sottovoce-bank',
  spans: {
    /** A request, from its headers until its response has left. */
    request: { kind: 'server', named: 'operation' },
    /** A step of an answer. */
    step: { kind: 'internal', named: 'step' },
    /** A statement; its text is not told, and neither are its parameters. */
    database: { kind: 'client', named: 'statement' },
  },
  attributes: {
    operation: { key: 'sottovoce.operation', values: operations },
    question: { key: 'sottovoce.question', values: questionNames },
    code: { key: 'sottovoce.code', values: ['ok', 'client_gone', ...refusalCodes] },
    refusedBy: { key: 'sottovoce.refused_by', values: refusers },
    decision: { key: 'sottovoce.decision', values: decisions },
    status: { key: 'http.response.status_code', values: 'small number' },
    step: { key: 'sottovoce.step', values: answerSteps },
    engine: { key: 'db.system.name', values: ['sqlite', 'postgresql'] },
    statement: { key: 'db.operation.name', values: ['select', 'insert', 'update', 'delete', 'other'] },
    kind: { key: 'sottovoce.fault', values: faultKinds },
    connections: { key: 'sottovoce.connections', values: ['used', 'idle', 'waited_for'] },
  },
  metrics: {
    'sottovoce.bank.request.duration': {
      kind: 'duration',
      about: 'How long the bank took for a request, by what it was for and what came of it.',
    },
    'sottovoce.bank.refusals': { kind: 'counter', about: 'Refusals, by code and by who said no.' },
    'sottovoce.bank.disclosures': {
      kind: 'counter',
      about: 'What disclosure control made of a question: told, moved to something near it, or refused.',
    },
    'sottovoce.bank.faults': { kind: 'counter', about: 'What threw: a bug, or a database that was away.' },
    'sottovoce.bank.checkpoints': {
      kind: 'counter',
      about: 'Checkpoints of the disclosure record: one a day.',
    },
    'sottovoce.bank.database.duration': { kind: 'duration', about: 'How long a statement took.' },
    'sottovoce.bank.database.connections': {
      kind: 'gauge',
      about: 'Connections to PostgreSQL that are used and idle, and requests that wait for one.',
    },
  },
} as const satisfies Terms;

export type BankTelemetry = Telemetry<typeof bankTerms>;

/** A log that counts and measures, made of what is logged: so none of it can tell more than the log does. */
export function measureBank(telemetry: BankTelemetry): Log {
  return record => {
    switch (record.event) {
      case 'request': {
        const { operation, question, code, refusedBy, decision, durationMs } = record;
        telemetry.record('sottovoce.bank.request.duration', durationMs, { operation, question, code });
        if (code !== 'ok') telemetry.count('sottovoce.bank.refusals', { operation, code, refusedBy });
        if (decision !== null) telemetry.count('sottovoce.bank.disclosures', { question, decision });
        break;
      }
      case 'fault':
        telemetry.count('sottovoce.bank.faults', { kind: record.kind });
        break;
      case 'checkpoint':
        telemetry.count('sottovoce.bank.checkpoints', {});
        break;
      // Nothing is exported about exports.
      case 'telemetry':
    }
  };
}

/** What is told of statements; undefined where nobody wants to know, so that they are not measured. */
export function tellOfStatements(telemetry: BankTelemetry): OnStatement | undefined {
  if (!telemetry.isOn) return undefined;
  return ({ engine, kind: statement, durationMs, failed }) => {
    telemetry.note('database', durationMs, { engine, statement }, failed);
    telemetry.record('sottovoce.bank.database.duration', durationMs, { engine, statement });
  };
}

/** Has the use of the pool exported. */
export function watchPool(telemetry: BankTelemetry, poolUse: (() => PoolUse) | null): void {
  if (poolUse === null) return;
  telemetry.watch('sottovoce.bank.database.connections', () => {
    const { used, idle, waiting } = poolUse();
    return [
      [used, { connections: 'used' }],
      [idle, { connections: 'idle' }],
      [waiting, { connections: 'waited_for' }],
    ];
  });
}
