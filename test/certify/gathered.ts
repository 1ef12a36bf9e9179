/** What is known of the skill in this process and of the example package, gathered once for all tests of the rules. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { playedAt } from '../../src/certify/certify.ts';
import { openEntryInProcess } from '../../src/certify/gather/entries.ts';
import type { Facts } from '../../src/certify/facts.ts';
import { certifiedSkillId } from '../../src/certify/gather/embedded-bank.ts';
import { gatherEntry } from '../../src/certify/gather/entry.ts';
import { gatherConversations } from '../../src/certify/gather/gather.ts';
import { readPackage } from '../../src/certify/gather/package.ts';
import { startInProcess } from '../../src/certify/gather/skills.ts';
import { buildSkillPackage } from '../../src/skill-package/build.ts';
import { exampleEnvironment, packageConfig } from '../../src/skill-package/config.ts';
import { trainedEnglish } from '../simulator/trained.ts';

/** Every part of the facts, and none missing. */
export type Gathered = { readonly [Part in keyof Facts]: Exclude<Facts[Part], { readonly missing: string }> };

export const stopwatch = (): number => performance.now();

/** Writes the example package into a folder of its own. */
export function writeExamplePackage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sottovoce-skill-package-'));
  for (const [path, content] of buildSkillPackage(packageConfig(exampleEnvironment))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export async function gather(): Promise<Gathered> {
  const language = trainedEnglish();
  const read = readPackage(writeExamplePackage(), () => language.understand);
  const conversations = await gatherConversations(
    {
      language,
      locale: 'en-US',
      examples: read.examples,
      now: playedAt,
      stopwatch,
      // A bank that never answers takes all of it.
      turnTimeoutMs: 500,
    },
    startInProcess(playedAt),
  );
  const refused = { status: 400, answered: false, ms: 20 };
  return {
    package: read.facts,
    ...conversations,
    entry: await gatherEntry(openEntryInProcess, certifiedSkillId, playedAt),
    bundle: {
      functions: {
        skill: {
          zipBytes: 80_000,
          timeoutMs: 8_000,
          handler: 'src/channels/alexa/lambda.handler',
          files: [{ path: 'src/channels/alexa/lambda.js', bytes: 260_000 }],
          secrets: [],
        },
      },
    },
    live: {
      url: 'https://skill.bank.example/alexa',
      tls: { authorized: true, problem: null, protocol: 'TLSv1.3' },
      cases: {
        unsigned: refused,
        'signature-garbage': refused,
        'foreign-chain-url': refused,
        stale: refused,
        'not-json': refused,
        get: { ...refused, status: 405 },
      },
    },
  };
}
