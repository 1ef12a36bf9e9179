/** The rules hold for our skill, and each breach of one is found by that rule and no other. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '../../src/certify/facts.ts';
import { gatherEntry } from '../../src/certify/gather/entry.ts';
import { certifiedSkillId } from '../../src/certify/gather/embedded-bank.ts';
import { startInProcess } from '../../src/certify/gather/skills.ts';
import { openStage } from '../../src/certify/gather/stage.ts';
import { gatherTalk } from '../../src/certify/gather/talk.ts';
import { playedAt } from '../../src/certify/certify.ts';
import { openEntryInProcess } from '../../src/certify/gather/entries.ts';
import { judge, type Judged } from '../../src/certify/rule.ts';
import { groups } from '../../src/certify/rules/index.ts';
import type { Envelope } from '../../src/channels/alexa/envelope.ts';
import { trainedEnglish } from '../simulator/trained.ts';
import { answerBreaches } from './answer-breaches.ts';
import { gather, stopwatch, type Gathered } from './gathered.ts';
import { packageBreaches } from './package-breaches.ts';

let facts: Gathered;
beforeAll(async () => {
  facts = await gather();
}, 60_000);

const judged = (of: Facts): Judged[] => judge(groups, of).flatMap(group => group.judged);
const failedIn = (of: Facts): string[] =>
  judged(of)
    .filter(({ outcome }) => outcome.kind === 'failed')
    .map(({ rule }) => rule.id);

describe('our skill', () => {
  it('keeps every rule, and there are more than sixty', () => {
    const all = judged(facts);
    expect(
      all
        .filter(({ outcome }) => outcome.kind !== 'passed')
        .map(({ rule, outcome }) => ({ id: rule.id, outcome })),
    ).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(60);
  });

  it('has rules with names of their own, a source each, and something to do', () => {
    const rules = groups.flatMap(group => group.rules);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, title, how, remedy, source } of rules) {
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      for (const text of [title, how, remedy]) expect(text.length).toBeGreaterThan(8);
      expect(source.url).toMatch(/^(?:https:\/\/developer\.amazon\.com\/|docs\/)/);
    }
  });

  it('passes no rule about what could not be looked at', () => {
    const missing = { missing: 'nobody is there' };
    const nothing: Facts = {
      package: missing,
      talk: missing,
      bank: missing,
      entry: missing,
      bundle: missing,
      live: missing,
    };
    expect(new Set(judged(nothing).map(({ outcome }) => outcome.kind))).toEqual(new Set(['skipped']));
  });

  it('passes no rule about a document that cannot be read, and says which rule to see', () => {
    const unread: Facts = { ...facts, package: { ...facts.package, manifest: null, accountLinking: null } };
    expect(failedIn(unread)).toEqual(['manifest-form', 'linking-form']);
    const outcomes = new Map(judged(unread).map(({ rule, outcome }) => [rule.id, outcome]));
    for (const id of ['privacy-policy', 'store-name', 'icons-there', 'endpoint', 'locale-store'])
      expect(outcomes.get(id)).toEqual({ kind: 'skipped', reason: 'needs skill.json: see manifest-form' });
    for (const id of ['linking-grant', 'linking-https', 'linking-client'])
      expect(outcomes.get(id)).toEqual({
        kind: 'skipped',
        reason: 'needs accountLinking.json: see linking-form',
      });
    // It judges both.
    expect(outcomes.get('urls-are-the-banks')?.kind).toBe('skipped');
  });
});

const breaches = [...packageBreaches, ...answerBreaches];

describe('a skill with one thing wrong', () => {
  it.each(breaches)('%s: %s', (rule, _breach, broken) => {
    expect(failedIn(broken(facts))).toEqual([rule]);
  });

  it('is tried in many ways', () => {
    expect(new Set(breaches.map(([rule]) => rule)).size).toBeGreaterThanOrEqual(15);
  });

  it('is found at the entry: one that takes any chain for Alexa’s own', async () => {
    const trusting = await gatherEntry(
      world =>
        openEntryInProcess({
          ...world,
          fetch: async url => {
            const at = String(url).replace(/untrusted-root\.pem$/, 'good.pem');
            return world.fetch(at);
          },
        }),
      certifiedSkillId,
      playedAt,
    );
    expect(failedIn({ ...facts, entry: trusting })).toEqual(['https-untrusted-root']);
  });

  it.each([
    [
      'wrong-application-refused',
      'that believes every application id',
      'wrong-application',
      (envelope: Envelope) => ({
        ...envelope,
        context: {
          ...envelope.context,
          System: { ...envelope.context.System, application: envelope.session?.application ?? ours },
        },
      }),
    ],
    [
      'session-end-silent',
      'that takes the end of a session for its beginning',
      'session-ended',
      (envelope: Envelope) => ({ ...envelope, request: { ...envelope.request, type: 'LaunchRequest' } }),
    ],
  ] as const)('is found in a skill %s', async (rule, _what, scene, mistake) => {
    const language = trainedEnglish();
    const environment = {
      SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:1',
      SOTTOVOCE_ALEXA_SKILL_ID: certifiedSkillId,
    };
    const { skill } = startInProcess(
      playedAt,
      handler => envelope => handler(mistake(envelope)),
    )({ environment });
    await using stage = await openStage({
      skill,
      language,
      locale: 'en-US',
      now: playedAt,
      timeZone: 'America/New_York',
      takeCalls: () => [],
      stopwatch,
    });
    const { scenes } = await gatherTalk(stage, language.model, [scene]);
    const talk = { ...facts.talk, scenes: { ...facts.talk.scenes, [scene]: scenes[scene] } };
    expect(failedIn({ ...facts, talk })).toEqual([rule]);
  });
});

const ours = { applicationId: certifiedSkillId };
