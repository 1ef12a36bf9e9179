import { afterAll, describe, expect, it } from 'vitest';
import { samplesOf } from '../../../src/simulator/voice/audio.ts';
import { createFlite, plainText } from '../../../src/simulator/voice/flite.ts';
import { segmentsOf } from '../../../src/simulator/voice/segments.ts';

describe('the voice of this machine', () => {
  const flite = createFlite();
  afterAll(() => flite.close());
  const spoken = async (speech: string) => samplesOf(await flite.speak(segmentsOf(speech)));

  it('speaks, pauses, slows down and whispers', async () => {
    const plain = await spoken('About two thousand dollars.');
    expect(plain.rateHz).toBe(16_000);
    expect(plain.samples.length).toBeGreaterThan(16_000);
    const paused = await spoken('<speak>About two thousand dollars.<break time="1s"/></speak>');
    expect(paused.samples.length - plain.samples.length).toBe(16_000);
    const slow = await spoken('<speak><prosody rate="slow">About two thousand dollars.</prosody></speak>');
    expect(slow.samples.length).toBeGreaterThan(plain.samples.length * 1.1);
    const soft = await spoken(
      '<speak><amazon:effect name="whispered">About two thousand dollars.</amazon:effect></speak>',
    );
    const peak = (samples: Int16Array) => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    expect(peak(soft.samples)).toBeLessThan(peak(plain.samples) * 0.7);
  });

  it('says nothing of nothing', async () => {
    expect((await spoken('…')).samples.length).toBe(0);
  });

  it('knows how a word is pronounced by its letters', async () => {
    const [netflix, passcode] = await flite.pronounce(['netflix', 'passcode']);
    expect(netflix).toEqual(['n', 'eh', 't', 'f', 'l', 'ih', 'k', 's']);
    expect(passcode?.[0]).toBe('p');
  });

  it('writes out what it cannot read', () => {
    expect(plainText('You’ve £1,200 and €3.50 – café')).toBe("You've 1,200 pounds and 3.50 euros , cafe");
    expect(plainText('$2,420.55')).toBe('$2,420.55');
  });
});
