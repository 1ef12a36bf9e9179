/** Gathers everything that there is to know of a skill. What cannot be had is missing, with the reason. */
import type { Language } from '../../simulator/language.ts';
import type { BankFacts, TalkFacts } from '../facts.ts';
import { gatherBanking } from './banking.ts';
import { openEmbeddedBank, type EmbeddedBank } from './embedded-bank.ts';
import { openStage } from './stage.ts';
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
  /** How long the skill is to wait for its bank. */
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
  { language, locale, examples, now, stopwatch, turnTimeoutMs }: ConversationParts,
  start: (bank: EmbeddedBank) => StartedSkill,
): Promise<{ readonly talk: TalkFacts; readonly bank: BankFacts }> {
  const { model } = language;
  await using bank = await openEmbeddedBank(turnTimeoutMs, now, stopwatch);
  await using started = start(bank);
  const { skill, log } = started;
  await using stage = await openStage({
    skill,
    language,
    locale,
    now,
    timeZone: bank.timeZone,
    takeCalls: () => bank.line.takeCalls(),
    stopwatch,
  });
  const talk = await gatherTalk(stage, model);
  return { talk, bank: await gatherBanking({ stage, bank, model, examples, log, turnTimeoutMs }) };
}
