/**
 * The skill's server as `npm run skill` starts it, but for one thing: the signatures that it believes are those of an
 * authority of ours, which stands in `SIGNING_AUTHORITY` as JSON. It writes the port on which it listens.
 */
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { createSkillListener } from '../../src/channels/alexa/express.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createAlexaSkill } from '../../src/skill.ts';
import { certificateStore } from '../bench/alexa-signing.ts';

const authority = z
  .object({ root: z.string(), chain: z.string() })
  .parse(JSON.parse(process.env.SIGNING_AUTHORITY ?? ''));
const now = Date.now;
const nowhere = createWriteStream('/dev/null');
const log = createLog(line => nowhere.write(`${line}\n`), now);
const handler = createAlexaSkill({ config: readConfig(process.env), log, now });
const server = createServer(
  { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 65_000 },
  createSkillListener({ handler, log, now, roots: [authority.root], fetch: certificateStore(authority) }),
);
server.listen(0, '127.0.0.1', () => {
  // A server that listens on a port has an address with a port.
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
