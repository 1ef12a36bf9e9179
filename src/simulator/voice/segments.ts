/**
 * A reply as a row of things to be said in one manner each, and pauses: SSML expanded here, because neither a browser's
 * voice nor flite reads it. What a voice cannot do is said plainly. Pure.
 *
 * Values are those of Alexa's "Speech Synthesis Markup Language (SSML) Reference".
 */
import { parseSsml, type SsmlElement, type SsmlNode } from '../ssml.ts';

/** How something is said; 1 is the usual. */
export interface Manner {
  readonly rate: number;
  readonly pitch: number;
  readonly volume: number;
}

export type Segment =
  | { readonly kind: 'words'; readonly text: string; readonly manner: Manner }
  | { readonly kind: 'pause'; readonly ms: number };

const plain: Manner = { rate: 1, pitch: 1, volume: 1 };

/** Alexa's longest break. */
const maxPauseMs = 10_000;

/** Alexa's words for a break, as long as they sound. */
const strengths: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 0,
  weak: 200,
  medium: 400,
  strong: 600,
  'x-strong': 900,
};
const rates: Readonly<Record<string, number>> = {
  'x-slow': 0.6,
  slow: 0.8,
  medium: 1,
  fast: 1.2,
  'x-fast': 1.45,
};
const pitches: Readonly<Record<string, number>> = {
  'x-low': 0.75,
  low: 0.88,
  medium: 1,
  high: 1.14,
  'x-high': 1.3,
};
const volumes: Readonly<Record<string, number>> = {
  silent: 0,
  'x-soft': 0.4,
  soft: 0.65,
  medium: 1,
  loud: 1.3,
  'x-loud': 1.6,
};

/** What to say of a reply, plain or SSML. Never throws: broken markup is read without its tags. */
export function segmentsOf(speech: string): readonly Segment[] {
  return joined(/^\s*<speak[\s>]/.test(speech) ? ofSsml(speech) : [words(speech, plain)]);
}

function ofSsml(ssml: string): readonly Segment[] {
  let root: SsmlElement;
  try {
    root = parseSsml(ssml);
  } catch {
    // The finding about the markup is the checks' business; a person still wants to hear what was meant.
    return [words(ssml.replaceAll(/<[^>]*>/g, ' '), plain)];
  }
  return [...expand(root, plain)];
}

const words = (text: string, manner: Manner): Segment => ({ kind: 'words', text, manner });
const pause = (ms: number): Segment => ({ kind: 'pause', ms: Math.min(Math.max(ms, 0), maxPauseMs) });

function* expand(node: SsmlNode, manner: Manner): Generator<Segment> {
  if (typeof node === 'string') {
    yield words(node, manner);
    return;
  }
  const { tag, attributes } = node;
  const inside = (next: Manner) => node.children.flatMap(child => [...expand(child, next)]);
  switch (tag) {
    case 'break':
      yield pause(breakMs(attributes));
      return;
    case 'sub':
      yield words(attributes.alias ?? '', manner);
      return;
    case 'say-as':
      yield words(sayAs(attributes['interpret-as'] ?? '', textOf(node)), manner);
      return;
    case 'audio':
      // A clip from elsewhere is not fetched.
      yield pause(strengths.medium ?? 0);
      return;
    case 'p':
      yield* inside(manner);
      yield pause(strengths.strong ?? 0);
      return;
    case 's':
      yield* inside(manner);
      yield pause(strengths.weak ?? 0);
      return;
    case 'prosody':
      yield* inside({
        rate: within(manner.rate * factor(attributes.rate, rates, 'of'), 0.4, 2.5),
        pitch: within(manner.pitch * factor(attributes.pitch, pitches, 'by'), 0.6, 1.6),
        volume: within(manner.volume * factor(attributes.volume, volumes, 'by'), 0, 2),
      });
      return;
    case 'emphasis': {
      const { level } = attributes;
      const [rate, volume] =
        level === 'strong' ? [0.85, 1.25] : level === 'reduced' ? [1.1, 0.8] : [0.93, 1.1];
      yield* inside({ ...manner, rate: manner.rate * rate, volume: manner.volume * volume });
      return;
    }
    case 'amazon:effect':
      // Neither voice can whisper; softly and a little slower comes near.
      yield* inside(
        attributes.name === 'whispered'
          ? { ...manner, rate: manner.rate * 0.9, volume: manner.volume * 0.45 }
          : manner,
      );
      return;
    default:
      yield* inside(manner);
  }
}

function breakMs({ time, strength }: Readonly<Record<string, string>>): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(time ?? '') ?? [];
  if (amount !== undefined) return Number(amount) * (unit === 's' ? 1_000 : 1);
  return strengths[strength ?? 'medium'] ?? strengths.medium ?? 0;
}

/** A word of Alexa's, `80%` of the usual, `+10%` more than the usual, or `+6dB`. */
function factor(
  value: string | undefined,
  named: Readonly<Record<string, number>>,
  percent: 'of' | 'by',
): number {
  if (value === undefined) return 1;
  const name = Object.hasOwn(named, value) ? named[value] : undefined;
  if (name !== undefined) return name;
  const [, sign = '', number, unit] = /^([+-]?)(\d+(?:\.\d+)?)(%|dB)$/.exec(value) ?? [];
  if (number === undefined) return 1;
  const amount = Number(sign + number);
  if (unit === 'dB') return 10 ** (amount / 20);
  return percent === 'of' && sign === '' ? amount / 100 : 1 + amount / 100;
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

const textOf = (node: SsmlNode): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('');

const digitNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

function sayAs(kind: string, text: string): string {
  const oneByOne = (name: (character: string) => string) =>
    Array.from(text)
      .map(character => (/\d/.test(character) ? (digitNames[Number(character)] ?? '') : name(character)))
      .filter(each => each !== '')
      .join(', ');
  switch (kind) {
    case 'digits':
    case 'telephone':
      return oneByOne(() => '');
    case 'characters':
    case 'spell-out':
      return oneByOne(character => (/\s/.test(character) ? '' : character.toUpperCase()));
    case 'expletive':
      return 'beep';
    default:
      // Numbers, dates and units are read well as they are written.
      return text;
  }
}

/** Neighbours in one manner become one segment, so that a sentence is said in one breath. */
function joined(segments: Iterable<Segment>): readonly Segment[] {
  const all: Segment[] = [];
  for (const segment of segments) {
    const last = all.at(-1);
    if (last?.kind === 'pause' && segment.kind === 'pause') {
      all[all.length - 1] = { kind: 'pause', ms: Math.max(last.ms, segment.ms) };
    } else if (
      last?.kind === 'words' &&
      segment.kind === 'words' &&
      sameManner(last.manner, segment.manner)
    ) {
      all[all.length - 1] = { ...last, text: last.text + segment.text };
    } else if (segment.kind === 'pause' ? segment.ms > 0 : segment.text.trim() !== '') {
      all.push(segment);
    }
  }
  return all.map(segment =>
    segment.kind === 'words' ? { ...segment, text: segment.text.replaceAll(/\s+/g, ' ').trim() } : segment,
  );
}

const sameManner = (one: Manner, other: Manner): boolean =>
  one.rate === other.rate && one.pitch === other.pitch && one.volume === other.volume;
