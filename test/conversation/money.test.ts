import { expect, test } from 'vitest';
import { formatMoney } from '../../src/conversation/money.ts';

test.each([
  [242_000, 'USD', '$2,420'],
  [242_055, 'USD', '$2,420.55'],
  [242_050, 'USD', '$2,420.50'],
  [5, 'USD', '$0.05'],
  [0, 'USD', '$0'],
  [-41_200, 'USD', '$412'],
  [123_456_789_012, 'USD', '$1,234,567,890.12'],
  [1_250, 'EUR', '€12.50'],
  [1_200, 'GBP', '£12'],
  [242_000, 'CZK', '2,420 Czech korunas'],
  [2_420, 'JPY', '2,420 Japanese yen'],
  [1_500, 'KWD', '1.500 Kuwaiti dinars'],
  [1_200, 'CAD', '12 Canadian dollars'],
])('%i minor units of %s are said "%s"', (amountMinor, currency, words) => {
  expect(formatMoney('en-US', amountMinor, currency)).toBe(words);
});
