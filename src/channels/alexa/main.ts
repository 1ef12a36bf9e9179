/**
 * The skill as a server of its own (`npm run skill`), for a bank that does not use AWS Lambda. HTTPS is ended in
 * front of it, by a proxy that leaves the body and the two signature headers as they are.
 */
import { createServer } from 'node:http';
import { ConfigError, readConfig, type Config } from '../../config.ts';
import { both, createLog } from '../../log.ts';
import { measureSkill } from '../../skill-metrics.ts';
import { skillTerms } from '../../skill-terms.ts';
import { createAlexaSkill } from '../../skill.ts';
import { openTelemetry } from '../../telemetry/open.ts';
import { createSkillListener } from './express.ts';

/** How long requests that are under way may take after a stop: longer than a turn. */
const drainMs = 10_000;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function settingsOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) fail(`${error.message}\nSee .env.example.`);
    throw error;
  }
}

const config = settingsOrExit();
const now = Date.now;
const written = createLog(line => process.stdout.write(`${line}\n`), now);
const telemetry = await openTelemetry(config, skillTerms, () =>
  written({ event: 'telemetry', code: 'export_failed' }),
);
const log = both(written, measureSkill(telemetry));
const handler = createAlexaSkill({ config, log, now, telemetry });
const listener = createSkillListener({ handler, log, now });
const server = createServer(
  // A sender that is slower than this is not Alexa. Idle connections outlive those of the usual load balancer.
  { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 65_000 },
  listener,
);

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    fail(
      `Port ${config.port} is in use. Stop what listens there, or set SOTTOVOCE_SKILL_PORT to another port.`,
    );
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    fail(
      `Cannot listen on ${config.host}:${config.port}. Check SOTTOVOCE_SKILL_HOST and SOTTOVOCE_SKILL_PORT.`,
    );
  }
  throw error;
});
server.listen(config.port, config.host, () => log({ event: 'started', entry: 'server' }));

function stop(): void {
  server.close(() => {
    log({ event: 'stopped', entry: 'server' });
    void telemetry.close();
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), drainMs).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
