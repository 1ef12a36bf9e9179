/** A stage for any skill: a handler of Alexa's requests, and a device before it. */
import { createClock } from '../clock.ts';
import { createDevice } from '../device.ts';
import type { InteractionModel } from '../interaction-model.ts';
import { lazyLanguage, type Language } from '../language.ts';
import { openPlatformApi } from '../platform-api.ts';
import type { SkillEndpoint } from '../skill-endpoint.ts';
import type { Conversation } from '../transcripts/form.ts';
import { Unplayable, type Direction, type Scene, type Stage } from '../transcripts/stage.ts';
import type { FacadeExchange } from '../turn-record.ts';
import { openSkillServer, type SkillHandler } from './skill-server.ts';

/** A stage holds on to ports of this machine until it is disposed of. */
export interface OpenStage extends Stage, AsyncDisposable {}

/** The skill of one conversation. */
export interface StagedSkill {
  readonly handler: SkillHandler;
  /** The token that account linking has left, as long as the customer is linked. */
  readonly accessToken: string;
  /** The calls to the bank since the last time this was asked. */
  readonly takeExchanges: () => readonly FacadeExchange[];
  /** What the skill's bank can do; a stage without a bank leaves everything to its clock. */
  readonly direct: (direction: Direction) => void;
  readonly secret: Scene['secret'];
}

/** What a skill is told when it comes on the stage. */
export interface Cue {
  readonly conversation: Conversation;
  readonly applicationId: string;
  readonly timeZone: string;
  /** Milliseconds since 1970 UTC; it stands still until a conversation lets time pass. */
  readonly now: () => number;
}

export interface StageOptions {
  /** The interaction model, or one that has been trained already. */
  readonly model: InteractionModel | Language;
  /** The bank's time zone; `America/New_York` by default. */
  readonly timeZone?: string;
  /** How long the platform waits; eight seconds, as Alexa does. */
  readonly deadlineMs?: number;
}

/** The skill's id on this machine; no skill at Amazon has it. */
const applicationId = 'amzn1.ask.skill.00000000-0000-4000-8000-000000000001';

/** @param skillOf makes the skill of one conversation */
export async function openStage(
  { model, timeZone = 'America/New_York', deadlineMs }: StageOptions,
  skillOf: (cue: Cue) => StagedSkill,
): Promise<OpenStage> {
  const language = isLanguage(model) ? model : lazyLanguage(model);
  const [server, api] = await Promise.all([openSkillServer(), openPlatformApi()]);
  return {
    open: conversation => {
      const { today, locale, speaker, screen, customer } = conversation;
      if (customer !== null) {
        throw new Unplayable(`The customer "${customer}" is at a real bank, and this stage has none.`);
      }
      const clock = createClock(today, timeZone, () => 0);
      const staged = skillOf({ conversation, applicationId, timeZone, now: clock.now });
      const served = server.serve(staged.handler);
      let linked = conversation.linked;
      const skill: SkillEndpoint = {
        url: served.url,
        applicationId,
        get accessToken() {
          return linked ? staged.accessToken : null;
        },
        refreshToken: () => Promise.resolve(),
        locale,
        timeZone,
        now: clock.now,
        takeExchanges: staged.takeExchanges,
        countTransactions: () => Promise.resolve(0),
      };
      const scene: Scene = {
        device: createDevice({
          skill,
          language,
          speaker,
          screen,
          api,
          ...(deadlineMs === undefined ? {} : { deadlineMs }),
        }),
        secret: staged.secret,
        direct: direction => {
          if (direction.kind === 'later') clock.moveBy(direction.ms);
          else if (direction.kind === 'links') linked = true;
          else if (direction.kind === 'token' && ['valid', 'none'].includes(direction.state))
            linked = direction.state === 'valid';
          else staged.direct(direction);
          return Promise.resolve();
        },
        [Symbol.asyncDispose]: () => {
          served.close();
          return Promise.resolve();
        },
      };
      return Promise.resolve(scene);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([server.close(), api.close()]);
    },
  };
}

const isLanguage = (model: InteractionModel | Language): model is Language => 'understand' in model;

/** What a skill without a bank says to a direction; silence to "nothing fails". */
function noBank(direction: Direction): void {
  if (direction.kind === 'fails' && direction.failure === null) return;
  throw new Unplayable(`This stage has no bank for "${direction.kind}".`);
}

/**
 * A stage for a skill of any kind, without a bank.
 *
 * @param options.handler takes a request as the skill's Lambda function would
 */
export function openSkillStage({
  handler,
  ...options
}: StageOptions & { readonly handler: SkillHandler }): Promise<OpenStage> {
  return openStage(options, () => ({
    handler,
    accessToken: 'token-of-the-customer',
    takeExchanges: () => [],
    direct: noBank,
    secret: () => {
      throw new Unplayable('This stage knows no PIN.');
    },
  }));
}
