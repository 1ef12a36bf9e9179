/** What a listener hears of a response, as plain words. */
import type { ui } from 'ask-sdk-model';
import { parseSsml, type SsmlNode } from './ssml.ts';

/** The words of an output speech; null when there is nothing to say. Never throws: broken markup is read as it stands. */
export function spokenWords(speech: ui.OutputSpeech | null | undefined): string | null {
  if (speech === null || speech === undefined) return null;
  const words = speech.type === 'PlainText' ? speech.text : wordsOfSsml(speech.ssml);
  const tidy = words
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:?!])/g, '$1')
    .trim();
  return tidy === '' ? null : tidy;
}

/** A text that says by itself whether it is markup, as a progressive response does. */
export const speechOf = (text: string): ui.OutputSpeech =>
  /^\s*<speak[\s>]/.test(text) ? { type: 'SSML', ssml: text } : { type: 'PlainText', text };

function wordsOfSsml(ssml: string): string {
  try {
    return words(parseSsml(ssml));
  } catch {
    // The finding about the markup is the checks' business; a person still wants to read what was meant.
    return ssml.replaceAll(/<[^>]*>/g, ' ');
  }
}

/** Elements that part what stands before from what stands after. */
const parting: ReadonlySet<string> = new Set(['p', 's', 'break', 'audio', 'speak']);

function words(node: SsmlNode): string {
  if (typeof node === 'string') return node;
  if (node.tag === 'sub') return node.attributes.alias ?? '';
  const inside = node.children.map(words).join('');
  return parting.has(node.tag) ? ` ${inside} ` : inside;
}
