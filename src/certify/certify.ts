/** Gathers the facts of a skill and applies the rules. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../config.ts';
import { packagedFunction } from '../packaged/index.ts';
import type { InteractionModel } from '../simulator/interaction-model.ts';
import type { Language } from '../simulator/language.ts';
import type { Understand } from '../simulator/understand/index.ts';
import { WrongUse } from '../simulator/terminal.ts';
import type { Facts } from './facts.ts';
import { readBundles } from './gather/bundle.ts';
import { certifiedSkillId } from './gather/embedded-bank.ts';
import { openPackagedEntry } from './gather/entries.ts';
import { gatherEntry } from './gather/entry.ts';
import { gatherConversations } from './gather/gather.ts';
import { gatherLive } from './gather/live.ts';
import { readPackage, type ReadPackage } from './gather/package.ts';
import { skillAt, startPackaged } from './gather/skills.ts';
import { openStage } from './gather/stage.ts';
import { gatherTalk } from './gather/talk.ts';
import { judge, type JudgedGroup } from './rule.ts';
import { groups } from './rules/index.ts';

export interface CertifyParts {
  /** Where ask-cli's project is. */
  readonly packageFolder: string;
  /** An endpoint to look at from outside; null: the packaged functions. */
  readonly url: string | null;
  /** The id of the skill at that endpoint; null: not known. */
  readonly skillId: string | null;
  /** The clock of an endpoint that runs, in milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Milliseconds, from any beginning. */
  readonly stopwatch: () => number;
  /** Told what is being done. */
  readonly progress: (what: string) => void;
  /** How long a turn is to wait for a bank that never answers, in milliseconds; as it is packaged, by default. */
  readonly turnTimeoutMs?: number;
  /** Learns an interaction model; the simulator's own by default. */
  readonly train?: (model: InteractionModel) => Understand;
}

/**
 * The instant at which the scenes are played: an afternoon in the middle of a month. The demo household is made for it, so
 * that a certification does not come out otherwise on the first of a month.
 */
export const playedAt = (): number => Date.parse('2026-03-18T18:30:00Z');

/** The language in which the skill is talked to. */
const locale = 'en-US';

/** @throws WrongUse when there is no package yet, or nobody at the address */
export async function certify(parts: CertifyParts): Promise<JudgedGroup[]> {
  return judge(groups, await gatherFacts(parts));
}

async function gatherFacts(parts: CertifyParts): Promise<Facts> {
  const { packageFolder, url, stopwatch, progress } = parts;
  if (!existsSync(join(packageFolder, 'skill-package')))
    throw new WrongUse(`There is no skill package in ${packageFolder}. Make it: npm run skill-package`);
  if (url === null && !existsSync('.serverless/serverless-state.json'))
    throw new WrongUse('There is no packaged function. Make it: npm run package');
  progress('reading the skill package');
  const read = readPackage(packageFolder, parts.train);
  if (url !== null) return gatherElsewhere(url, read, parts);
  const bundle = readBundles(['skill', 'https']);
  const packaged = packagedFunction('skill');
  const { variable, fallback } = settings.turnTimeoutMs;
  const { turnTimeoutMs = Number(packaged.given[variable] ?? fallback) } = parts;
  progress('talking to the packaged function, and trying the entry over HTTPS');
  const [conversations, entry] = await Promise.all([
    gatherConversations(
      {
        language: languageOf(read),
        locale,
        examples: read.examples,
        now: playedAt,
        stopwatch,
        turnTimeoutMs,
      },
      startPackaged(packaged, playedAt),
    ),
    gatherEntry(openPackagedEntry(packagedFunction('https')), certifiedSkillId, playedAt),
  ]);
  return {
    package: read.facts,
    ...conversations,
    entry,
    bundle,
    live: { missing: 'is looked at with --url https://…' },
  };
}

/** What can be said of a skill that somebody else runs. */
async function gatherElsewhere(
  url: string,
  read: ReadPackage,
  { skillId, now, stopwatch, progress }: CertifyParts,
): Promise<Facts> {
  progress(`looking at ${url}`);
  const applicationId = skillId ?? certifiedSkillId;
  const live = await gatherLive(url, applicationId, now, stopwatch);
  let talk: Facts['talk'] = { missing: 'the endpoint takes the requests of Amazon alone, as it has to' };
  if (live.cases.unsigned.answered) {
    progress('talking to it, since it answers anybody');
    const language = languageOf(read);
    await using stage = await openStage({
      skill: skillAt(url, applicationId),
      language,
      locale,
      now,
      timeZone: settings.timeZone.example,
      takeCalls: () => [],
      stopwatch,
    });
    talk = await gatherTalk(stage, language.model);
  }
  return {
    package: read.facts,
    talk,
    bank: { missing: 'needs our bank, which the endpoint does not ask' },
    entry: { missing: 'needs an authority that the endpoint would trust' },
    bundle: { missing: 'the endpoint runs what it runs' },
    live,
  };
}

function languageOf({ languages }: ReadPackage): Language {
  const language = languages[locale];
  if (language === undefined) throw new WrongUse(`The skill package has no interaction model for ${locale}.`);
  return language;
}
