/** Someone at a device, who talks to the skill as Alexa would send it, and minds what it says. */
import { sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { signatureHeaders, type SigningAuthority } from '../bench/alexa-signing.ts';
import { openConnection, requestBytes, type LoadConnection } from '../bench/http-load.ts';
import { intent, launch } from '../channels/alexa/requests.ts';
import { pin, type Customer } from './customers.ts';
import { lastMonth } from './growth.ts';

/** Alexa waits so long, and says something of its own then. */
export const deadlineMs = 8_000;

const reply = z.object({
  sessionAttributes: z.unknown().optional(),
  response: z.object({
    outputSpeech: z.object({ ssml: z.string() }),
    shouldEndSession: z.boolean().optional(),
    directives: z
      .array(
        z.object({
          type: z.string(),
          slotToElicit: z.string().optional(),
          updatedIntent: z.object({ name: z.string() }).optional(),
        }),
      )
      .optional(),
  }),
});
type Reply = z.infer<typeof reply>;

export const questions = ['groceries', 'income', 'checking'] as const;
export type Asked = (typeof questions)[number];

/** One turn, as it was. */
export interface Turn {
  /** Null: the skill was opened, the PIN said, or alerts asked about, where no amount is due. */
  readonly asked: Asked | null;
  readonly ms: number;
  /** Null: nothing that can be spoken came within the deadline. */
  readonly speech: string | null;
  /** The first amount that was spoken, in minor units. */
  readonly amountMinor: number | null;
  /** The skill asked for something first: the PIN. */
  readonly isAskedBack: boolean;
}

export interface Caller {
  /** Opens the skill, asks everything once, says the PIN where it is asked for, and leaves. */
  converse(): Promise<void>;
  close(): void;
}

let conversations = 0;

/**
 * @param onTurn told of every turn when it is over
 * @param pace waits before a turn; when the turn was due, by `performance.now()`, from which its time is counted
 */
export function createCaller(
  port: number,
  { alexa }: SigningAuthority,
  { accessToken }: Customer,
  onTurn: (turn: Turn) => void,
  pace: () => Promise<number>,
): Caller {
  let connection: LoadConnection | null = null;

  async function take(asked: Asked | null, envelope: object, dueAt: number): Promise<Reply | null> {
    const body = Buffer.from(JSON.stringify(envelope));
    const signature = sign('RSA-SHA256', body, alexa.keys.privateKey).toString('base64');
    const request = requestBytes('/alexa', signatureHeaders(signature), body);
    let read: Reply | null = null;
    try {
      connection ??= await openConnection(port);
      const answered = await Promise.race([
        connection.send(request),
        sleep(deadlineMs, null, { ref: false }),
      ]);
      if (answered?.status === 200) read = reply.safeParse(JSON.parse(answered.body)).data ?? null;
    } catch {
      // The connection broke: nothing was answered.
    }
    if (read === null) {
      connection?.close();
      connection = null;
    }
    const speech = read?.response.outputSpeech.ssml ?? null;
    onTurn({
      asked,
      ms: performance.now() - dueAt,
      speech,
      amountMinor: speech === null ? null : firstAmount(speech),
      isAskedBack: elicitedBy(read) !== null,
    });
    return read;
  }

  return {
    async converse() {
      conversations += 1;
      const sessionId = `amzn1.echo-api.session.endurance-${process.pid}-${conversations}`;
      let turns = 0;
      let attributes: unknown;
      const say = async (
        asked: Asked | null,
        envelopeOf: (changes: object) => object,
      ): Promise<Reply | null> => {
        const dueAt = await pace();
        turns += 1;
        const answered = await take(
          asked,
          envelopeOf({
            accessToken,
            sessionId,
            requestId: `amzn1.echo-api.request.${sessionId.slice(23)}-${turns}`,
            timestamp: new Date().toISOString(),
            ...(attributes === undefined ? {} : { attributes }),
          }),
          dueAt,
        );
        attributes = answered?.sessionAttributes ?? {};
        return answered;
      };

      if ((await say(null, changes => launch(changes))) === null) return;
      for (const asked of questions) {
        const answered = await say(asked, changes => envelopes[asked](changes));
        const elicited = elicitedBy(answered);
        const answer =
          elicited !== null
            ? // What is told after the PIN is the answer to the question that waited for it.
              await say(asked, changes =>
                intent(elicited.updatedIntent?.name ?? '', { [elicited.slotToElicit ?? '']: pin }, changes),
              )
            : answered;
        if (answer === null || answer.response.shouldEndSession === true) return;
      }
      await say(null, changes => intent('AlertsIntent', {}, changes));
      await say(null, changes => intent('AMAZON.StopIntent', {}, changes));
    },
    close: () => connection?.close(),
  };
}

const envelopes: Readonly<Record<Asked, (changes: object) => object>> = {
  groceries: changes =>
    intent('SpendingIntent', { category: ['groceries', 'groceries'], date: lastMonth() }, changes),
  income: changes => intent('IncomeIntent', { date: lastMonth() }, changes),
  checking: changes => intent('BalanceIntent', { account: ['checking', 'checking'] }, changes),
};

/** What the skill asks for in place of an answer; null: nothing. */
function elicitedBy(answered: Reply | null) {
  const directive = answered?.response.directives?.[0];
  return directive?.type === 'Dialog.ElicitSlot' ? directive : null;
}

/** The first amount of dollars in what was spoken; what an account is overdrawn by is not there. */
function firstAmount(speech: string): number | null {
  const found = /\$([\d,]+)(?:\.(\d\d))?/.exec(speech);
  if (found === null) return null;
  const [, dollars = '', cents = '00'] = found;
  const amountMinor = 100 * Number(dollars.replaceAll(',', '')) + Number(cents);
  return speech.includes('overdrawn by') ? -amountMinor : amountMinor;
}
