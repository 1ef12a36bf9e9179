/** The zips that are deployed. */
import { found, rulesAbout } from '../rule.ts';
import { sources } from '../sources.ts';
import { maxBundleBytes } from '../../packaged/index.ts';
import { skillDeadlineMs } from '../../simulator/post.ts';
import { unless } from './reading.ts';

/** "Lambda quotas": a zip that is uploaded directly. */
const maxZipBytes = 50 * 1_024 * 1_024;

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;

export const bundle = rulesAbout('bundle', [
  {
    id: 'zip-size',
    title: 'Every zip is small enough to be uploaded to Lambda',
    source: sources.lambda,
    how: 'The bytes of every zip of npm run package: 50 MB.',
    remedy: 'See what got into the bundle.',
    check: ({ functions }) =>
      found(
        Object.entries(functions)
          .filter(([, { zipBytes }]) => zipBytes > maxZipBytes)
          .map(([name, { zipBytes }]) => `${name} has ${kilobytes(zipBytes)}.`),
        Object.entries(functions)
          .map(([name, { zipBytes }]) => `${name} ${kilobytes(zipBytes)}`)
          .join(', '),
      ),
  },
  {
    id: 'bundle-size',
    title: 'The Alexa function has less than 350 kB',
    source: sources.performanceLaw,
    how: 'The bytes of what is in the zip of the function that Alexa triggers, source maps apart.',
    remedy: 'See what got into the bundle: it starts more slowly by it.',
    check: ({ functions: { skill } }) => {
      const bytes = (skill?.files ?? [])
        .filter(({ path }) => !path.endsWith('.map'))
        .reduce((sum, file) => sum + file.bytes, 0);
      return found(
        [
          ...unless(skill !== undefined, 'There is no function "skill".'),
          ...unless(bytes < maxBundleBytes.skill, `It has ${kilobytes(bytes)}.`),
        ],
        kilobytes(bytes),
      );
    },
  },
  {
    id: 'bundle-alone',
    title: 'In a zip there is the bundle, and no source, test, setting or package',
    source: sources.performanceLaw,
    how: 'The paths in every zip.',
    remedy: 'See package.patterns in serverless.yml.',
    check: ({ functions }) =>
      found(
        Object.entries(functions).flatMap(([name, { files }]) =>
          files
            .filter(
              ({ path }) =>
                !/\.(?:[cm]?js|js\.map)$/.test(path) || /(?:^|\/)(?:node_modules|test)\//.test(path),
            )
            .map(({ path }) => `${name} has ${path}.`),
        ),
        Object.entries(functions)
          .map(([name, { files }]) => `${name}: ${files.length}`)
          .join(', '),
      ),
  },
  {
    id: 'bundle-no-secret',
    title: 'No key or password is in a bundle',
    source: sources.threatModel,
    how: 'Every file of every zip is read for private keys and keys of AWS.',
    remedy: 'Give it to the function by its environment.',
    check: ({ functions }) =>
      found(
        Object.entries(functions).flatMap(([name, { secrets }]) => secrets.map(what => `${name}: ${what}.`)),
        Object.keys(functions).join(', '),
      ),
  },
  {
    id: 'function-timeout',
    title: 'The function may take as long as Alexa waits, and not longer',
    source: sources.requests,
    how: 'The timeout of the function that Alexa triggers, as packaged.',
    remedy: 'Set timeout in serverless.yml to 8.',
    check: ({ functions: { skill } }) =>
      found(
        unless(
          skill !== undefined && skill.timeoutMs <= skillDeadlineMs && skill.timeoutMs >= 7_000,
          `It is ${skill?.timeoutMs ?? 0} ms.`,
        ),
        `${skill?.timeoutMs ?? 0} ms`,
      ),
  },
]);
