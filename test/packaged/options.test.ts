import { expect, it } from 'vitest';
import { readOfflineOptions } from '../../src/packaged/options.ts';

it('serves on port 3000, or gives one event to a function', () => {
  expect(readOfflineOptions([])).toEqual({ port: 3_000, event: null, function: 'skill', help: false });
  expect(readOfflineOptions(['--event', 'a.json', '--function', 'https', '--port=3001'])).toEqual({
    port: 3_001,
    event: 'a.json',
    function: 'https',
    help: false,
  });
});

it.each([
  [['--port', 'abc'], '--port "abc" is no port'],
  [['--port', '65536'], '--port "65536" is no port'],
  [['--function', 'alexa'], '--function "alexa" is none of the functions. They are skill and https.'],
  [['--nonsense'], "Unknown option '--nonsense'. See npm run offline -- --help."],
  [['3001'], "Unexpected argument '3001'"],
  [['--event'], 'argument missing'],
])('does not take %j', (args, message) => {
  expect(() => readOfflineOptions(args)).toThrow(message);
});
