/**
 * What may be said while digits are asked for (a voice PIN, two digits of it, a code), as a grammar: it hears digits far
 * better than a model of all that people say (JSpeech Grammar Format, W3C Note of 5 June 2000). Pure.
 */

const units = 'one | two | three | four | five | six | seven | eight | nine';
const pairs =
  'ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen | ' +
  '( twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety ) [ <unit> ] | double <digit>';

/** What people say before the digits. */
const lead = [
  'my pin is',
  'my voice pin is',
  'my code is',
  'the pin is',
  'the code is',
  "it's",
  'it is',
  "that's",
  'okay',
];

/** Ways out, which must be heard for what they are: a wrong PIN would count as an attempt. */
const waysOut = [
  'never mind',
  'cancel',
  'stop',
  'help',
  'repeat that',
  'say that again',
  "i don't know",
  "i don't remember",
  'i forgot',
];

/** More than a code has. */
export const maxDigits = 8;

/**
 * The grammar of so many digits, however they are grouped: "four eight", "forty eight", "double four". It knows how many
 * there are, because a breath between two digits would otherwise be heard as a third.
 */
export function digitsGrammar(digits: number): string {
  const rules = ['<digits1> = <digit>;', '<digits2> = /0.8/ <digit> <digits1> | /0.2/ <pair>;'];
  for (let left = 3; left <= digits; left += 1) {
    const triple = left === 3 ? 'triple <digit>' : `triple <digit> <digits${left - 3}>`;
    rules.push(
      `<digits${left}> = /0.8/ <digit> <digits${left - 1}> | /0.19/ <pair> <digits${left - 2}> | /0.01/ ${triple};`,
    );
  }
  // A digit that was forgotten must not be made up: the skill asks again, and no attempt is spent.
  const oneLess = digits > 2 ? `/0.1/ [ <lead> ] <digits${digits - 1}> | ` : '';
  return [
    '#JSGF V1.0;',
    'grammar digits;',
    `<unit> = ${units};`,
    '<digit> = <unit> | zero | oh;',
    `<pair> = ${pairs};`,
    ...rules,
    `<lead> = ${lead.join(' | ')};`,
    `<out> = ${waysOut.join(' | ')};`,
    `public <answer> = /0.8/ [ <lead> ] <digits${digits}> | ${oneLess}/0.1/ <out>;`,
    '',
  ].join('\n');
}

/** The words of every grammar, for its dictionary. */
export function digitsWords(): ReadonlySet<string> {
  const said = [...digitsGrammar(maxDigits).split('\n').slice(2)].join(' ').replaceAll(/<[^>]*>/g, ' ');
  return new Set(said.match(/[a-z']+/g)?.filter(word => word !== 'public') ?? []);
}
