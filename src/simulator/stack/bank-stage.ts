/** A stage with everything real: the skill, the reference bank, and a copy of a data folder for each conversation. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settings as skillSettings } from '../../config.ts';
import { bankSettings } from '../../bank/config.ts';
import type { StepUpChallenge } from '../../facade/contract.ts';
import { carrierOf } from '../bank-line.ts';
import { createDevice } from '../device.ts';
import type { Language } from '../language.ts';
import { linkHeadless } from '../linking/link-headless.ts';
import type { SkillLine } from '../skill-endpoint.ts';
import { startStack, type Stack } from '../stack.ts';
import { challengeIn } from '../transcripts/bank-calls.ts';
import type { Conversation } from '../transcripts/form.ts';
import { secretFor } from '../transcripts/placeholders.ts';
import { Unplayable, type Direction } from '../transcripts/stage.ts';
import type { OpenStage } from './skill-stage.ts';

export interface BankStageOptions {
  readonly language: Language;
  /** The data folder with the customers; it is copied and stays as it is. Null: the demo household, made for the day. */
  readonly dataDir?: string | null;
  /** Settings of skill and bank, as in the environment; none by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Opens the stage; a conversation on it takes the time of a start of bank and skill. */
export async function openBankStage({
  language,
  dataDir = null,
  env = {},
}: BankStageOptions): Promise<OpenStage> {
  const root = await mkdtemp(join(tmpdir(), 'sottovoce-stage-'));
  /** The demo household of each day, made once. */
  const templates = new Map<string, Promise<string>>();
  const templateOf = (conversation: Conversation): Promise<string> => {
    const { today } = conversation;
    const made = templates.get(today) ?? makeTemplate(join(root, today), today);
    templates.set(today, made);
    return made;
  };

  return {
    open: async conversation => {
      const { customer, today, locale, speaker, screen } = conversation;
      if (customer === null) throw new Unplayable('The conversation names no customer of the bank.');
      if (Object.keys(conversation.figures).length > 0)
        throw new Unplayable('Figures can be changed at a pretend bank alone: this one has a ledger.');
      await using opened = new AsyncDisposableStack();
      const folder = await mkdtemp(join(root, 'conversation-'));
      opened.defer(() => rm(folder, { recursive: true, force: true }));
      await cp(dataDir ?? (await templateOf(conversation)), folder, { recursive: true });
      const stack = await startStack({
        dataDir: folder,
        today,
        customer,
        locale,
        env: { ...env, ...settingsOf(conversation) },
      });
      opened.defer(() => stack.close());
      if (conversation.consent !== undefined) await stack.consentTo(conversation.consent);
      const line = stack.connect();
      if (!conversation.linked) await line.account.setToken('none');
      const place = { stack, line, code: null as string | null, asked: watchChallenges(line) };
      const scene = opened.move();
      return {
        device: createDevice({
          skill: place.asked.line,
          language,
          account: customer,
          speaker,
          screen,
          api: stack.api,
        }),
        direct: direction => directStack(place, direction),
        secret: wanted =>
          secretFor(wanted, {
            pin: stack.demo?.pin ?? noPin(customer),
            code: () => place.code,
            challenge: place.asked.challenge,
          }),
        [Symbol.asyncDispose]: () => scene.disposeAsync(),
      };
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function makeTemplate(folder: string, today: string): Promise<string> {
  const stack = await startStack({ dataDir: folder, today, customer: 'demo', locale: 'en-US' });
  await stack.close();
  return folder;
}

/** What a conversation says about the settings; the copy of the data is in a folder, whatever the bank's is in. */
const settingsOf = ({ stepUp, fraudLine }: Conversation) => ({
  [bankSettings.databaseUrl.variable]: undefined,
  [bankSettings.standingFactor.variable]: stepUp,
  ...(fraudLine === undefined ? {} : { [skillSettings.fraudLine.variable]: fraudLine ?? '' }),
});

function noPin(customer: string): never {
  throw new Unplayable(`Nobody here knows the voice PIN of the customer "${customer}".`);
}

/** A line that remembers what the bank has asked for last. */
function watchChallenges(line: SkillLine) {
  let challenge: StepUpChallenge | null = null;
  const watched: SkillLine = Object.create(line, {
    takeExchanges: {
      value: () => {
        const exchanges = line.takeExchanges();
        challenge = challengeIn(exchanges) ?? challenge;
        return exchanges;
      },
    },
    // Object.create gives back what its first argument is, and says "any".
  }) as SkillLine;
  return { line: watched, challenge: () => challenge };
}

async function directStack(
  place: { readonly stack: Stack; readonly line: SkillLine; code: string | null },
  direction: Direction,
): Promise<void> {
  const { stack, line } = place;
  switch (direction.kind) {
    case 'later':
      stack.moveClock(direction.ms);
      return;
    case 'line':
      line.setCarrier(carrierOf(direction.line));
      return;
    case 'token':
      await line.account.setToken(direction.state);
      return;
    case 'code':
      place.code = await stack.showCode();
      return;
    case 'links': {
      if (stack.demo === null) throw new Unplayable('Only the demo household can sign in here.');
      const { account } = line;
      const outcome = await account.finishLinking(await linkHeadless(account.beginLinking().url, stack.demo));
      if (outcome !== 'linked') throw new Unplayable(`The bank does not link: ${outcome}.`);
      return;
    }
    case 'fails':
      if (direction.failure === null) return;
      throw new Unplayable(
        '"fails" is for a pretend bank; a real one can be put on a bad line: "line: down".',
      );
    case 'challenge':
      throw new Unplayable('"challenge" is for a pretend bank; what a real one wants to hear is "stepUp".');
  }
}
