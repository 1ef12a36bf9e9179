/** The entry over HTTPS: who may send a request at all. */
import type { EntryCaseId } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { unless } from './reading.ts';

type Wanted = 'answered' | 'refused';

const entryRule = (
  id: EntryCaseId,
  wanted: Wanted,
  title: string,
  how: string,
  remedy = 'See src/channels/alexa/verify.',
): RuleOf<'entry'> => ({
  id: `https-${id}`,
  title,
  source: sources.webService,
  how,
  remedy,
  check: ({ cases }) => {
    const { status, code } = cases[id];
    const isAnswered = status === 200;
    // A connection that breaks is no answer, but does not tell the sender what is wrong either.
    const isRefused = status !== null && status >= 400 && status < 500;
    return found(
      unless(
        wanted === 'answered' ? isAnswered : isRefused,
        `It is met with ${status ?? 'a broken connection'}${code === null ? '' : ` (${code})`}.`,
      ),
      `${status ?? 'broken'}${code === null ? '' : ` ${code}`}`,
    );
  },
});

/** What is refused; the sentence ends "… is refused". */
const refuses = (id: EntryCaseId, what: string, how: string, remedy?: string): RuleOf<'entry'> =>
  entryRule(id, 'refused', `${what} is refused`, how, remedy);

export const entry = rulesAbout('entry', [
  entryRule(
    'good',
    'answered',
    'A request that Alexa has signed is answered',
    'A LaunchRequest, signed with a chain of an authority that the entry trusts for the trial.',
  ),
  entryRule(
    'good-event',
    'answered',
    'A skill event that Alexa has signed is answered',
    'An AlexaSkillEvent without a session, signed in the same way.',
  ),
  refuses('no-chain-url', 'A request without SignatureCertChainUrl', 'The header is left out.'),
  refuses('no-signature', 'A request without Signature-256', 'The header is left out.'),
  refuses(
    'old-signature-header-alone',
    'A request with the old SHA-1 Signature alone',
    'Signature in the place of Signature-256.',
  ),
  refuses('signature-garbage', 'A signature that is none', 'Some base64 in Signature-256.'),
  refuses('signature-of-another-body', 'The signature of another request', 'The signature of another body.'),
  refuses('signature-of-another-key', 'The signature of a stranger', 'The body signed with another key.'),
  refuses('signature-sha1', 'A signature made with SHA-1', 'The body signed with RSA-SHA1.'),
  refuses(
    'body-changed',
    'A body that was changed on the way',
    'One blank after the body that was signed.',
    'Verify the raw bytes, before they are parsed.',
  ),
  refuses('url-http', 'A certificate over http', 'http:// in the address of the chain.'),
  refuses('url-host', 'A certificate of another host', 'Another host in the address of the chain.'),
  refuses(
    'url-host-suffix',
    'A certificate of a host that begins like Amazon’s',
    's3.amazonaws.com.certificates.example.',
  ),
  refuses('url-port', 'A certificate of another port', 'Port 563 in the address of the chain.'),
  refuses('url-path', 'A certificate of another path', '/invalid.path/ in the address of the chain.'),
  refuses(
    'url-path-case',
    'A certificate of a path in another case',
    '/EcHo.aPi/ in the address of the chain.',
  ),
  refuses(
    'url-traversal',
    'A certificate reached by ".."',
    '/echo.api/../invalid.path/ in the address of the chain.',
  ),
  refuses('url-user', 'A certificate address with a user name', 'somebody@ in the address of the chain.'),
  refuses('chain-missing', 'A chain that is not there', 'The address of the chain answers 404.'),
  refuses('chain-garbage', 'A chain that is no certificate', 'The address of the chain answers some text.'),
  refuses(
    'san-wrong',
    'A certificate for another name',
    'echo-api.amazon.com.example among its subject alternative names.',
  ),
  refuses(
    'san-wildcard',
    'A certificate for a wildcard',
    '*.amazon.com among its subject alternative names.',
  ),
  refuses('expired', 'A certificate that has expired', 'It was valid until yesterday.'),
  refuses('not-yet-valid', 'A certificate that is not valid yet', 'It is valid from tomorrow on.'),
  refuses('self-signed', 'A certificate that signs itself', 'A chain of one, signed by itself.'),
  refuses(
    'untrusted-root',
    'A chain to a root that is not trusted',
    'A root of the same name with another key.',
  ),
  refuses('chain-broken', 'A chain with a link missing', 'The intermediate certificate is left out.'),
  refuses('stale', 'A request older than 150 seconds', 'Its timestamp is 151 seconds old.'),
  refuses('future', 'A request of the future', 'Its timestamp is ten minutes ahead.'),
  refuses('no-date', 'A request whose timestamp is no date', 'not-a-date in its timestamp.'),
  refuses('stale-event', 'A skill event older than an hour', 'Its timestamp is two hours old.'),
  refuses(
    'replayed',
    'A request that comes again',
    'The same request twice.',
    'Remember the ids of requests.',
  ),
  refuses(
    'wrong-application',
    'A signed request for another skill',
    'Another application id in a request that Alexa has signed.',
    'Compare the application id behind HTTPS, too.',
  ),
  refuses('not-json', 'A signed body that is no JSON', 'Some text, signed.'),
  refuses('too-large', 'A body of two megabytes', 'Blanks, signed.', 'Limit the size of a body.'),
  refuses('compressed', 'A compressed body', 'content-encoding: gzip.'),
  refuses('get', 'A GET', 'GET in the place of POST.'),
]);
