/** Gathers everything that there is to know of a skill. What cannot be had is missing, with the reason. */
import type { Language } from '../../simulator/language.ts';
import { settings } from '../../config.ts';
import { bankScenes, type BankFacts, type BankScene, type TalkFacts } from '../facts.ts';
import { openBankLine, type BankLine } from './bank-line.ts';
import { gatherBanking } from './banking.ts';
import { openEmbeddedBank, type EmbeddedBank } from './embedded-bank.ts';
import { openStage, type Stage } from './stage.ts';
import type { Skill } from './skill.ts';
import { gatherTalk } from './talk.ts';

export interface ConversationParts {
  readonly language: Language;
  readonly locale: string;
  readonly examples: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Measures what a turn takes, in milliseconds. */
  readonly stopwatch: () => number;
  /** How long a turn is to wait for a bank that never answers, in milliseconds; for others it waits as ever. */
  readonly turnTimeoutMs: number;
}

/** A skill that was started for a bank. */
export interface StartedSkill extends AsyncDisposable {
  readonly skill: Skill;
  /** Every line that it has logged. */
  readonly log: () => readonly string[];
}

/**
 * Talks to a skill that asks our bank.
 * @param start starts it with the settings that it needs
 */
export async function gatherConversations(
  parts: ConversationParts,
  start: (bank: Pick<EmbeddedBank, 'environment'>) => StartedSkill,
): Promise<{ readonly talk: TalkFacts; readonly bank: BankFacts }> {
  const { language, locale, examples, now, stopwatch, turnTimeoutMs } = parts;
  const { model } = language;
  await using bank = await openEmbeddedBank(now, stopwatch);
  const { timeZone } = bank;

  /** Plays something with a skill of its own, at a line of its own. */
  const atLine = async <Played>(
    line: BankLine,
    more: Readonly<Record<string, string>>,
    act: (stage: Stage, log: StartedSkill['log']) => Promise<Played>,
  ): Promise<Played> => {
    const environment = { ...bank.environment, [settings.facadeUrl.variable]: line.url, ...more };
    await using started = start({ environment });
    const { skill, log } = started;
    const takeCalls = (): ReturnType<BankLine['takeCalls']> => line.takeCalls();
    await using stage = await openStage({ skill, language, locale, now, timeZone, takeCalls, stopwatch });
    return await act(stage, log);
  };
  const play = (names: readonly BankScene[]) => (stage: Stage, log: StartedSkill['log']) =>
    gatherBanking({ stage, bank, model, examples, log }, names);

  const slowLine = await openBankLine(stopwatch);
  try {
    const [slow, [talk, banking]] = await Promise.all([
      // Nothing but waiting, as long as a turn may take: meanwhile the others are played.
      atLine(slowLine, { [settings.turnTimeoutMs.variable]: String(turnTimeoutMs) }, play(['bank-slow'])),
      atLine(bank.line, {}, async (stage, log) => {
        const talk = await gatherTalk(stage, model);
        const others = bankScenes.filter(name => name !== 'bank-slow');
        return [talk, await play(others)(stage, log)] as const;
      }),
    ]);
    const scenes = { ...banking.scenes, 'bank-slow': slow.scenes['bank-slow'] };
    return { talk, bank: { ...banking, scenes, log: [...banking.log, ...slow.log] } };
  } finally {
    await slowLine.close();
  }
}
