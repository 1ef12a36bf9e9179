/** An endpoint as anybody on the internet sees it (`--url`). */
import type { LiveFacts } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { unless } from './reading.ts';

const turnedAway = (id: keyof LiveFacts['cases'], title: string, how: string): RuleOf<'live'> => ({
  id: `live-${id}`,
  title,
  source: sources.webService,
  how,
  remedy: 'Turn signature verification on in front of the skill, and see which program answers there.',
  check: ({ cases }) => {
    const { status, answered } = cases[id];
    return found(
      [
        ...unless(!answered, 'It is answered like a request of Alexa.'),
        ...unless(
          status !== null && status >= 400 && status < 500,
          `It is met with ${status ?? 'no answer'}.`,
        ),
      ],
      `${status ?? 'no answer'}`,
    );
  },
});

export const live = rulesAbout('live', [
  {
    id: 'live-https',
    title: 'The endpoint is https on port 443',
    source: sources.security,
    how: 'The address that is given with --url.',
    remedy: 'Serve it there.',
    check: ({ url }) => {
      const { protocol, port } = new URL(url);
      return found(unless(protocol === 'https:' && port === '', `It is ${url}.`), url);
    },
  },
  {
    id: 'live-certificate',
    title: 'Its certificate is trusted, and for its name',
    source: sources.security,
    how: 'A TLS connection; the chain and the name are checked with the roots of Node.',
    remedy: 'Take a certificate of an authority that Amazon trusts.',
    check: ({ tls }) =>
      found(
        unless(
          tls?.authorized === true,
          tls === null ? 'There is no TLS.' : `It is not: ${tls.problem ?? ''}.`,
        ),
        tls === null ? 'none' : tls.protocol,
      ),
  },
  {
    id: 'live-tls-version',
    title: 'It speaks TLS 1.2 or 1.3',
    source: sources.security,
    how: 'The version that was agreed on.',
    remedy: 'Switch older versions off.',
    check: ({ tls }) =>
      found(
        unless(/^TLSv1\.[23]$/.test(tls?.protocol ?? ''), `It is ${tls?.protocol ?? 'none'}.`),
        tls?.protocol ?? 'none',
      ),
  },
  turnedAway(
    'unsigned',
    'A request without a signature is refused',
    'A LaunchRequest without the two headers.',
  ),
  turnedAway(
    'signature-garbage',
    'A request with a signature that is none is refused',
    'A LaunchRequest with some base64 in Signature-256.',
  ),
  turnedAway(
    'foreign-chain-url',
    'A request with a certificate of another host is refused',
    'A LaunchRequest with a chain at certificates.example.',
  ),
  turnedAway(
    'stale',
    'A request of an hour ago is refused',
    'A LaunchRequest of an hour ago, without a signature.',
  ),
  turnedAway('not-json', 'What is no request is refused', 'Some text.'),
  turnedAway('get', 'A GET is refused', 'GET in the place of POST.'),
  {
    id: 'live-in-time',
    title: 'It answers within eight seconds',
    source: sources.requests,
    how: 'The time of each of these requests.',
    remedy: 'See what it waits for.',
    check: ({ cases }) => {
      const slowest = Math.max(...Object.values(cases).map(({ ms }) => ms));
      return found(
        unless(slowest < 8_000, `It took ${Math.round(slowest)} ms.`),
        `${Math.round(slowest)} ms`,
      );
    },
  },
]);
