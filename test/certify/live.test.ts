/** `certify --url`: an endpoint that somebody else runs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createSkillApp } from '../../src/channels/alexa/express.ts';
import type { Verification } from '../../src/channels/alexa/authenticate.ts';
import { certify } from '../../src/certify/certify.ts';
import { certifiedSkillId } from '../../src/certify/gather/embedded-bank.ts';
import { skillAt } from '../../src/certify/gather/skills.ts';
import type { Judged } from '../../src/certify/rule.ts';
import { readConfig } from '../../src/config.ts';
import { serveOnLoopback } from '../../src/simulator/loopback.ts';
import { WrongUse } from '../../src/simulator/terminal.ts';
import { createAlexaSkill } from '../../src/skill.ts';
import { trainedUnderstanding } from '../simulator/trained.ts';
import { stopwatch, writeExamplePackage } from './gathered.ts';

let packageFolder: string;
beforeAll(() => {
  packageFolder = writeExamplePackage();
});

/** What comes of a skill behind HTTP on this machine. */
async function certifyEndpoint(verify: Verification): Promise<Judged[]> {
  const log = (): void => undefined;
  const config = readConfig({
    SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:1',
    SOTTOVOCE_ALEXA_SKILL_ID: certifiedSkillId,
  });
  const handler = createAlexaSkill({ config, log, now: Date.now });
  const server = await serveOnLoopback(createSkillApp({ handler, log, now: Date.now, verify }));
  try {
    const groups = await certify({
      packageFolder,
      url: `${server.url}/alexa`,
      skillId: null,
      now: Date.now,
      stopwatch,
      progress: () => undefined,
      train: () => trainedUnderstanding().understand,
    });
    return groups.flatMap(group => group.judged);
  } finally {
    await server.close();
  }
}
const failed = (judged: readonly Judged[]): string[] =>
  judged.filter(({ outcome }) => outcome.kind === 'failed').map(({ rule }) => rule.id);
const outcomesOf = (judged: readonly Judged[], part: string): Set<string> =>
  new Set(judged.filter(({ rule }) => rule.part === part).map(({ outcome }) => outcome.kind));

/** This machine has no certificate. */
const withoutTls = ['live-https', 'live-certificate', 'live-tls-version'];

describe('an endpoint', () => {
  it('that takes what Amazon has signed alone is not talked to, and nothing is said to hold that was not tried', async () => {
    const judged = await certifyEndpoint('amazon-signature');
    expect(failed(judged)).toEqual(withoutTls);
    for (const part of ['talk', 'bank', 'entry', 'bundle'])
      expect(outcomesOf(judged, part)).toEqual(new Set(['skipped']));
    expect(outcomesOf(judged, 'package')).toEqual(new Set(['passed']));
  });

  it('that answers anybody is told so, and talked to', async () => {
    const judged = await certifyEndpoint('loopback-only');
    expect(failed(judged)).toEqual(expect.arrayContaining([...withoutTls, 'live-unsigned']));
    expect(judged.find(({ rule }) => rule.id === 'help-keeps-open')?.outcome.kind).toBe('passed');
    expect(outcomesOf(judged, 'bank')).toEqual(new Set(['skipped']));
  });

  it('that is gone, or does not answer, turns a request away', async () => {
    const silent = await serveOnLoopback(() => undefined);
    try {
      const refused = { kind: 'refused', code: 'no answer' };
      expect(await skillAt(`${silent.url}/alexa`, certifiedSkillId, 50).take({})).toEqual(refused);
      expect(await skillAt('http://127.0.0.1:1', certifiedSkillId).take({})).toEqual(refused);
    } finally {
      await silent.close();
    }
  });

  it('has to be there: what nobody answers at is no skill to judge', async () => {
    const parts = { skillId: null, now: Date.now, stopwatch, progress: () => undefined };
    const train = () => trainedUnderstanding().understand;
    await expect(
      certify({ ...parts, packageFolder, url: 'http://127.0.0.1:1/alexa', train }),
    ).rejects.toThrow('Nobody answers at http://127.0.0.1:1/alexa');
  });

  it('needs a package beside it', async () => {
    const parts = { skillId: null, now: Date.now, stopwatch, progress: () => undefined };
    await expect(certify({ ...parts, packageFolder: 'nowhere', url: null })).rejects.toThrow(WrongUse);
  });
});
