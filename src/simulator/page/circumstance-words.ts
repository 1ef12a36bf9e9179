/** Who speaks, how, to what, and what is behind it, in the page's words. Pure. */
import { speakers, type BankLine, type Circumstances, type Speaker } from '../page-api.ts';
import type { TurnRecord } from '../turn-record.ts';

export const lineWords: Readonly<Record<BankLine, string>> = {
  works: 'works',
  down: 'is down',
  slow: 'is too slow',
  talkative: 'sends transactions along',
};

/** Whose voice it is; a name that a transcript has given stands for itself. */
export function speakerWords(speaker: string, customerName: string): string {
  if (!isSpeaker(speaker)) return speaker;
  return { customer: customerName, partner: 'a partner', child: 'a child' }[speaker];
}

const isSpeaker = (name: string): name is Speaker => speakers.some(each => each === name);

/** Everything that is not as ever, a few words each. The link is told elsewhere. */
export function alteredWords(
  { speaker, whispers, screen, bankLine }: Omit<Circumstances, 'token'>,
  customerName: string,
): readonly string[] {
  return [
    ...(speaker === null ? [] : [`${speakerWords(speaker, customerName)} speaks`]),
    ...(whispers ? ['whispering'] : []),
    ...(screen ? [] : ['no screen']),
    ...(bankLine === 'works' ? [] : [`bank ${lineWords[bankLine]}`]),
  ];
}

/** How a turn was said, where that is not as ever; null where it is. */
export function mannerWords(
  { speaker, whispered, screen }: Pick<TurnRecord, 'speaker' | 'whispered' | 'screen'>,
  customerName: string,
): string | null {
  const words = [
    ...(speaker === null ? [] : [speakerWords(speaker, customerName)]),
    ...(whispered ? ['whispering'] : []),
    ...(screen ? [] : ['no screen']),
  ];
  return words.length === 0 ? null : words.join(', ');
}
