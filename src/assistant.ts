/**
 * The shell of a turn: decide, ask the bank, tell. The only place of the skill that awaits.
 */
import { Temporal } from 'temporal-polyfill';
import type { Assistant, TurnRequest } from './channels/channel.ts';
import type { IntentTable } from './conversation/intent.ts';
import { readMemory } from './conversation/memory.ts';
import { createConversation } from './conversation/routing.ts';
import type { Reply, Step } from './conversation/turn.ts';
import type { Replies } from './conversation/wording.ts';
import type { QuestionName } from './facade/contract.ts';
import type { Facade, FacadeCall, FacadeFailure, Outcome } from './facade/port.ts';
import type { SkillTelemetry } from './skill-terms.ts';
import { traceIdOf } from './telemetry/trace-context.ts';
import { withoutTelemetry } from './telemetry/without.ts';

interface AssistantSettings {
  /** How the customer knows the bank. It is spoken. */
  readonly bankName: string;
  /** The bank's telephone number for fraud and cards; none by default. */
  readonly fraudLine?: string | null;
  /** IANA name of the bank's time zone: it decides which day is today. */
  readonly timeZone: string;
  /** One deadline for all that a turn asks of the bank, in milliseconds. Alexa waits for eight seconds. */
  readonly turnTimeoutMs: number;
}

/** One call of the bank in a turn. */
interface LoggedCall {
  readonly call: QuestionName | 'step-up' | 'end-step-up' | 'unlink';
  readonly code: 'ok' | FacadeFailure;
  readonly durationMs: number;
}

/** What is logged of a turn: codes and durations, no content. */
export interface TurnLogRecord {
  readonly event: 'turn';
  /** The intent's name, if it is one of ours: a name that we do not know is not ours to repeat. */
  readonly intent: string;
  /** What came of the last call of the bank; `ok` where there was none. */
  readonly code: 'ok' | FacadeFailure;
  readonly calls: readonly LoggedCall[];
  readonly result: 'listen' | 'end' | 'silence';
  readonly durationMs: number;
  /** The platform's request id, hashed; null where it has none. */
  readonly request: string | null;
  /** Under which the bank logs what it did in this turn: 32 hexadecimal digits. */
  readonly trace: string;
}
type TurnLog = (record: TurnLogRecord) => void;

export interface AssistantParts {
  readonly facade: Facade;
  readonly intents: IntentTable;
  readonly replies: Replies;
  readonly settings: AssistantSettings;
  /** The clock: milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: TurnLog;
  /** Nothing is exported where nothing is said. */
  readonly telemetry?: SkillTelemetry;
}

/** Makes an assistant. It keeps nothing between two turns. */
export function createAssistant({
  facade,
  intents,
  replies,
  settings,
  now,
  log,
  telemetry = withoutTelemetry(),
}: AssistantParts): Assistant {
  const { bankName, fraudLine = null } = settings;
  const conversation = createConversation({ intents, say: replies, bankName, fraudLine });

  return async request => {
    const startedAt = now();
    let today: string | undefined;
    const calls: LoggedCall[] = [];
    const turn = telemetry.begin('turn');
    const deadline = startDeadline(settings.turnTimeoutMs);

    const timed = async <Value>(
      name: LoggedCall['call'],
      ask: (call: FacadeCall) => Promise<Outcome<Value>>,
    ): Promise<Outcome<Value>> => {
      const calledAt = now();
      const span = telemetry.begin('facade', turn.traceparent);
      const outcome = await callBank(request, deadline, span.traceparent, ask);
      const code = outcome.ok ? 'ok' : outcome.failure;
      span.end({ call: name, code }, broken.has(code));
      calls.push({ call: name, code, durationMs: now() - calledAt });
      return outcome;
    };

    const carryOut = async (step: Step): Promise<Reply | null> => {
      switch (step.kind) {
        case 'reply':
          return step.reply;
        case 'silence':
          return null;
        case 'ask':
          return carryOut(
            step.told(await timed(step.question.name, call => facade.answer(step.question, call))),
          );
        case 'step-up':
          return carryOut(step.told(await timed('step-up', call => facade.stepUp(step.factor, call))));
        case 'end-step-up':
          return carryOut(step.told(await timed('end-step-up', call => facade.endStepUp(call))));
        case 'unlink':
          return carryOut(step.told(await timed('unlink', call => facade.unlink(call))));
      }
    };

    try {
      const reply = await carryOut(
        conversation.converse({
          heard: request.heard,
          memory: readMemory(request.memory),
          linked: request.accessToken !== null,
          get today() {
            return (today ??= dateAt(startedAt, settings.timeZone));
          },
        }),
      );
      const intent = conversation.nameOf(request.heard);
      const code = calls.at(-1)?.code ?? 'ok';
      const result = reply === null ? 'silence' : reply.then.kind;
      log({
        event: 'turn',
        intent,
        code,
        calls,
        result,
        durationMs: now() - startedAt,
        request: request.requestId ?? null,
        trace: traceIdOf(turn.traceparent),
      });
      turn.end({ intent, code, result }, broken.has(code));
      return reply;
    } catch (error) {
      turn.end({ intent: conversation.nameOf(request.heard), code: 'fault' }, true);
      throw error;
    } finally {
      deadline.clear();
    }
  };
}

/** What an operator has to see to; every other code is a customer's good day. */
const broken: ReadonlySet<LoggedCall['code']> = new Set([
  'bank_unreachable',
  'bank_too_slow',
  'answer_refused',
  'bank_error',
]);

/** The calendar date of an instant, in a time zone. */
const dateAt = (epochMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();

interface Deadline {
  readonly signal: AbortSignal;
  /** Settles when the time is up. */
  readonly passed: Promise<{ readonly ok: false; readonly failure: 'bank_too_slow' }>;
  readonly clear: () => void;
}

function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const { promise: passed, resolve } = Promise.withResolvers<Awaited<Deadline['passed']>>();
  const timer = setTimeout(() => {
    controller.abort();
    resolve({ ok: false, failure: 'bank_too_slow' });
  }, timeoutMs);
  return { signal: controller.signal, passed, clear: () => clearTimeout(timer) };
}

/** Calls the bank, but never waits past the deadline, whatever the facade does with the signal. */
function callBank<Value>(
  { accessToken, context }: TurnRequest,
  { signal, passed }: Deadline,
  traceparent: string,
  ask: (call: FacadeCall) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  if (accessToken === null) return Promise.resolve({ ok: false, failure: 'not_linked' });
  return Promise.race([ask({ accessToken, context, signal, traceparent }), passed]);
}
