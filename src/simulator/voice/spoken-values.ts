/** What people say in the place of a built-in slot, to teach a recogniser the words and their order. Pure. */
import type { InteractionModel } from '../interaction-model.ts';

const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const upToNinetyNine = [
  ...digits.slice(1),
  ...teens,
  ...tens.flatMap(ten => [ten, ...digits.slice(1).map(one => `${ten} ${one}`)]),
];
const ordinals = (
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth ' +
  'sixteenth seventeenth eighteenth nineteenth twentieth'
).split(' ');
const days = [
  ...ordinals,
  ...ordinals.slice(0, 9).map(each => `twenty ${each}`),
  'thirtieth',
  'thirty first',
];
const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const units = ['day', 'week', 'month', 'year'];
const small = ['two', 'three', 'four', 'five', 'six', 'seven', 'ten', 'twelve', 'thirty', 'sixty', 'ninety'];

const dates: readonly string[] = [
  'today',
  'yesterday',
  'last night',
  ...units
    .slice(1)
    .flatMap(unit => [`this ${unit}`, `last ${unit}`, `the last ${unit}`, `this past ${unit}`]),
  ...months.flatMap(month => [month, `last ${month}`, `this ${month}`, `the month of ${month}`]),
  ...weekdays.flatMap(day => [day, `last ${day}`, `this ${day}`]),
  ...days.flatMap((day, at) => {
    const month = months[at % months.length] ?? '';
    return [`the ${day}`, `the ${day} of ${month}`, `${month} ${day}`, `${month} the ${day}`];
  }),
  'this weekend',
  'last weekend',
  'the weekend',
  ...['spring', 'summer', 'autumn', 'fall', 'winter'].map(season => `last ${season}`),
  'the day before yesterday',
  'christmas',
  'twenty twenty five',
  'twenty twenty six',
  ...small.flatMap(number => units.map(unit => `${number} ${unit}s ago`)),
];

const durations: readonly string[] = [
  ...units.flatMap(unit => [`one ${unit}`, unit, ...small.map(number => `${number} ${unit}s`)]),
  'fortnight',
  'couple of weeks',
  'couple of months',
  'few days',
  'few weeks',
  'half year',
  'quarter',
  'six and a half weeks',
];

const numbers: readonly string[] = [
  ...upToNinetyNine,
  ...digits
    .slice(1)
    .flatMap(digit => [
      `${digit} hundred`,
      `${digit} thousand`,
      `${digit} hundred and fifty`,
      `${digit} thousand ${digit} hundred`,
      `${digit} hundred and twenty`,
      `${digit} hundred dollars`,
    ]),
  ...['a hundred', 'a thousand', 'ten thousand', 'fifteen hundred', 'twelve hundred', 'twelve fifty'],
  'two hundred fifty',
  'a hundred and fifty',
];

/** Every digit after every other, four at a time. */
const fourDigits: readonly string[] = digits.flatMap((one, at) =>
  [1, 3, 7].map(step =>
    [one, digits[(at + step) % 10], digits[(at + 3 * step) % 10], digits[(at + 4 * step) % 10]].join(' '),
  ),
);

const builtIn: Readonly<Record<string, readonly string[]>> = {
  'AMAZON.DATE': dates,
  'AMAZON.DURATION': durations,
  'AMAZON.NUMBER': numbers,
  'AMAZON.FOUR_DIGIT_NUMBER': fourDigits,
  'AMAZON.Ordinal': days,
};

/** What may be said for a slot of this type; nothing for a type that is neither the model's own nor known here. */
export function spokenValues(type: string, model: InteractionModel): readonly string[] {
  const own = model.languageModel.types.find(({ name }) => name === type);
  return own?.values.flatMap(({ name }) => [name.value, ...name.synonyms]) ?? builtIn[type] ?? [];
}
