import { openTelemetry } from '../../telemetry/open.ts';
import { createBank, isHiddenByProxy, type BankOptions } from '../bank.ts';
import { bankSettings, isLoopback, type BankConfig } from '../config.ts';
import type { DataFolder, ServerOptions } from '../data-folder.ts';
import { keepCheckpoints, recordKeys } from '../disclosure/record/index.ts';
import { both, jsonLinesLog } from '../log.ts';
import { siteOptions } from '../site-options.ts';
import { bankTerms, measureBank, tellOfStatements, watchPool } from '../telemetry.ts';
import {
  CommandFailed,
  dataHelp,
  dataOption,
  readArguments,
  readConfig,
  UsageError,
  withData,
  type Command,
} from './command.ts';
import { bringUpToDate } from './migrate.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'answer the skill over HTTP',
  help: `Usage: bank serve [options]

Serves the facade, account linking and the pages for customers until it is stopped (Ctrl-C, SIGTERM): then it says at
/readyz that it is not ready, finishes what is under way and ends; a second signal ends it at once. HTTPS is ended in
front of it. Its log, one line of JSON a request, goes to standard error.

  --host HOST        where to listen (default: SOTTOVOCE_BANK_HOST, or 127.0.0.1)
  --port PORT        (default: SOTTOVOCE_BANK_PORT, or 8789; 0: any that is free)
${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, {
      ...dataOption,
      host: { type: 'string' },
      port: { type: 'string' },
    });
    const chosenPort = readPort(values.port);
    const settings = readConfig(values.data, context);
    const { migrateOnStart, databaseUrl } = settings;
    if (migrateOnStart === 'yes' && databaseUrl !== null) {
      await bringUpToDate({ kind: 'postgres', url: databaseUrl });
    }
    const written = jsonLinesLog(line => context.warn(line.trimEnd()), context.now);
    const telemetry = await openTelemetry(settings, bankTerms, () =>
      written({ event: 'telemetry', code: 'export_failed' }),
    );
    const log = both(written, measureBank(telemetry));
    try {
      return await withData(values.data, context, serveFrom, config => ({
        server: requestLimits(config),
        onStatement: tellOfStatements(telemetry),
      }));
    } finally {
      await telemetry.close();
    }

    async function serveFrom({ database, pinPepper }: DataFolder, config: BankConfig): Promise<number> {
      const address = { host: values.host ?? config.host, port: chosenPort ?? config.port };
      const keys = recordKeys(config.recordSecret ?? pinPepper, config.formerRecordKeys);
      // Passwords do not go over a network in the clear.
      const hasSite = config.publicUrl !== null || isLoopback(address.host);
      const bankOptions: BankOptions = {
        database: database.kysely,
        pinPepper,
        recordKeys: keys,
        standingFactor: config.standingFactor,
        exactAmounts: config.exactAmounts,
        budget: { answersPerDay: config.answersPerDay, fundsPerDay: config.fundsPerDay },
        booksOpenDays: config.booksOpenDays,
        timeZone: config.timeZone,
        now: context.now,
        random: context.random,
        log,
        telemetry,
        clients: { known: config.clients, audience: config.facadeUrl ?? config.publicUrl },
        rates: { client: config.clientRate, link: config.linkRate, address: config.addressRate },
        trustedProxies: config.trustedProxies,
        ...(hasSite ? { site: siteOptions(config, pinPepper) } : {}),
      };
      watchPool(telemetry, database.poolUse);
      const bank = createBank(bankOptions);
      // Before it says that it answers: whoever reads that may stop it at once.
      const stopped = context.untilStopped();
      const listening = await bank.listen(address).catch((error: unknown) => {
        throw new CommandFailed(whyNot(error, address), { cause: error });
      });
      context.print(`The bank answers at ${listening.url}`);
      if (hasSite) context.print(`Its pages for customers are at ${config.publicUrl ?? listening.url}/`);
      else
        context.warn(
          `Linking and pages are off: ${bankSettings.publicUrl.variable} is not set. ${bankSettings.publicUrl.about}`,
        );
      if (config.clients.length === 0 && !isLoopback(address.host))
        context.warn(
          `The facade refuses every question that does not come from this machine: ${bankSettings.clients.variable} is not set. ${bankSettings.clients.about}`,
        );
      if (isHiddenByProxy(bankOptions))
        context.warn(
          `Requests are not limited by address: ${bankSettings.trustedProxies.variable} is not set. ${bankSettings.trustedProxies.about}`,
        );
      const checkpoints = keepCheckpoints({
        database: database.kysely,
        keys,
        now: context.now,
        timeZone: config.timeZone,
        log,
      });
      await stopped;
      bank.announceStop();
      await context.pause(config.drainMs);
      await listening.close();
      await checkpoints.stop();
      return 0;
    }
  },
};

/** Somebody waits for each answer, so nothing waits long for the server. */
const requestLimits = (config: BankConfig): ServerOptions => ({
  limits: {
    connections: config.databaseConnections,
    connectTimeoutMs: config.databaseConnectTimeoutMs,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    lockTimeoutMs: config.databaseLockTimeoutMs,
    idleInTransactionTimeoutMs: config.databaseIdleTransactionTimeoutMs,
  },
});

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new UsageError('--port is a whole number from 0 to 65535.');
  return port;
}

function whyNot(error: unknown, { host, port }: { host: string; port: number }): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop the program that holds it, or choose another with --port.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Choose one with --host.`;
    default:
      return `The bank cannot listen at ${host}:${port} (${code}).`;
  }
}
