/** The image and the services that the bank is deployed as: what they name is there, and suffices. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { bankSettings } from '../../src/bank/config.ts';
import type { BankSetting } from '../../src/bank/setting.ts';
import { runCommand } from './commands/run-command.ts';
import { readBase, readCompose, readStages, readVisible, root, wordsOf } from './containerfile.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, root));
const stages = readStages();
const image = stages.at(-1) ?? [];
const last = (name: string): string => image.findLast(instruction => instruction.name === name)?.text ?? '';
/** What is copied from this repository, and where to. */
const copies = (stage: typeof image) =>
  stage
    .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from='))
    .map(({ text }) => {
      const words = text.split(' ');
      return { from: words.slice(0, -1), to: words.at(-1) ?? '' };
    });
const settings: readonly BankSetting<unknown>[] = Object.values(bankSettings);
const { services, secrets } = readCompose();
const ours = Object.entries(services).filter(([name]) => name !== 'postgres');

const folder = mkdtempSync(join(tmpdir(), 'sottovoce-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** How a program ended that asks for health, with what it asks answering so. */
async function checkHealth(words: readonly string[], status: number) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [, ...args] = words.map(word => word.replace('8789', String(port)));
  const code = await new Promise<unknown>(resolve => {
    execFile(process.execPath, args, { env: { SOTTOVOCE_BANK_PORT: String(port) } }, error =>
      resolve(error?.code ?? 0),
    );
  });
  server.close();
  return { asked, code };
}

describe('the image', () => {
  test('is of the Node that the bank is written for, and named by its release', () => {
    const { engines } = z
      .looseObject({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(readFileSync(pathOf('package.json'), 'utf8')));
    expect(readBase()).toMatch(/^[\w.]+(\/[\w-]+)+:\d+-[a-z]+-slim$/);
    expect(`>=${/:(\d+)-/.exec(readBase())?.[1]}`).toBe(engines.node);
    expect(stages.map(([from]) => from?.text.split(' ')[0])).toEqual(['${NODE_IMAGE}', '${NODE_IMAGE}']);
  });

  test('runs as a user who is not root, and is stopped by a signal that the bank knows', () => {
    expect(last('USER')).toMatch(/^[1-9]\d+:[1-9]\d+$/);
    expect(last('STOPSIGNAL')).toBe('SIGTERM');
  });

  test('is made of what is there, and of nothing that a build may not see', () => {
    const named = stages.flatMap(stage => copies(stage)).flatMap(({ from }) => from);
    expect(named.length).toBeGreaterThan(4);
    for (const name of named) expect(existsSync(pathOf(name)), name).toBe(true);
    expect(new Set(named)).toEqual(new Set(readVisible()));
  });

  test('sets what the bank has settings for, and no secret', () => {
    const set = [...last('ENV').matchAll(/(\w+)=/g)].map(([, name]) => name);
    expect(set).toContain('SOTTOVOCE_BANK_HOST');
    const known = settings.flatMap(({ variable, isSecret }) => (isSecret === true ? [] : [variable]));
    expect(set.filter(name => name !== 'NODE_ENV' && !known.includes(name ?? ''))).toEqual([]);
  });

  test('runs a command that there is', async () => {
    const [, program = ''] = wordsOf(last('ENTRYPOINT'));
    expect(existsSync(pathOf(program))).toBe(true);
    const { out } = await runCommand(['--help'], { environment: {} });
    for (const command of [wordsOf(last('CMD')), ...ours.map(([, { command: words }]) => words ?? [])])
      expect(out).toMatch(new RegExp(`^ {2}${command[0]} `, 'm'));
  });

  test('tells by its health check whether the bank lives', async () => {
    const words = wordsOf(last('HEALTHCHECK'));
    expect(await checkHealth(words, 200)).toEqual({ asked: ['/healthz'], code: 0 });
    expect(await checkHealth(words, 503)).toEqual({ asked: ['/healthz'], code: 1 });
  });

  test('has all that the bank needs to serve, and ends when it is told to', async () => {
    for (const { from, to } of copies(image))
      for (const name of from)
        cpSync(pathOf(name), to.endsWith('/') ? join(folder, to, name) : join(folder, to), {
          recursive: true,
        });
    // What `npm ci --omit=dev` installs.
    const { packages } = z
      .looseObject({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) })
      .parse(JSON.parse(readFileSync(pathOf('package-lock.json'), 'utf8')));
    for (const [path, { dev }] of Object.entries(packages)) {
      if (dev === true || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || !existsSync(pathOf(path)))
        continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(pathOf(path), join(folder, path));
    }
    const [, program = ''] = wordsOf(last('ENTRYPOINT'));
    const bank = spawn(
      process.execPath,
      [program, ...wordsOf(last('CMD')), '--host', '127.0.0.1', '--port', '0'],
      {
        cwd: folder,
        env: { NODE_ENV: 'production', SOTTOVOCE_DATA: join(folder, 'data') },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const ended = once(bank, 'exit');
    try {
      const [line] = (await Promise.race([once(createInterface(bank.stdout), 'line'), ended])) as unknown[];
      const url = /http:\S+/.exec(String(line))?.[0] ?? '';
      const statuses = await Promise.all(
        ['/healthz', '/readyz', '/sign-in'].map(async path => (await fetch(`${url}${path}`)).status),
      );
      expect(statuses).toEqual([200, 200, 200]);
      bank.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      bank.kill('SIGKILL');
    }
  });
});

describe('the services', () => {
  test.each(ours)('%s writes nothing, and may do nothing but its work', (_name, service) => {
    expect(service).toMatchObject({
      image: 'sottovoce-bank',
      user: last('USER'),
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  test.each(ours)(
    '%s has settings that there are, and its secrets in files',
    (_name, { environment, secrets: own }) => {
      for (const [variable, value] of Object.entries(environment)) {
        const name = variable.replace(/_FILE$/, '');
        const setting = settings.find(known => known.variable === name);
        expect(setting, variable).toBeDefined();
        expect(setting?.isSecret === true, variable).toBe(variable.endsWith('_FILE'));
        if (setting?.isSecret === true) expect(own).toContain(value.replace('/run/secrets/', ''));
        else expect(value).toMatch(new RegExp(`^\\$\\{${variable}:[?-]`));
      }
      expect(own).toHaveLength(Object.keys(environment).filter(name => name.endsWith('_FILE')).length);
    },
  );

  test('have the schema made by who may, before the bank serves as one who may not', () => {
    const { migrate, partition, bank, postgres } = services;
    for (const step of [migrate, partition]) expect(step?.secrets).toEqual(['database-owner-url']);
    expect(bank?.secrets).not.toContain('database-owner-url');
    expect(bank?.secrets).toContain('database-teller-url');
    const done = { condition: 'service_completed_successfully' };
    expect(bank?.depends_on).toEqual({ migrate: done, partition: done });
    expect(partition?.depends_on).toEqual({ migrate: done });
    expect(postgres?.image).toMatch(/:\d+-[a-z]+$/);
    const mounted = (postgres?.volumes ?? []).filter(volume => volume.startsWith('./'));
    expect(mounted).toHaveLength(1);
    for (const volume of mounted) expect(existsSync(pathOf(volume.split(':')[0] ?? '')), volume).toBe(true);
  });

  test('are reached at this machine alone, and the database by nobody else', () => {
    const ports = Object.entries(services).flatMap(([name, { ports: own = [] }]) =>
      own.map(port => [name, port]),
    );
    expect(ports).toEqual([['bank', '127.0.0.1:8789:8789']]);
    expect(services.postgres?.networks).toEqual(['database']);
  });

  test('wait for a bank that is ready', async () => {
    const [kind, ...words] = services.bank?.healthcheck?.test ?? [];
    expect(kind).toBe('CMD');
    expect(await checkHealth(words, 200)).toEqual({ asked: ['/readyz'], code: 0 });
    expect(await checkHealth(words, 503)).toEqual({ asked: ['/readyz'], code: 1 });
  });

  test('have secrets that git ignores, and that docs/deploy-bank.md makes', () => {
    expect(readFileSync(pathOf('.gitignore'), 'utf8')).toMatch(/^secrets\/$/m);
    const steps = readFileSync(pathOf('docs/deploy-bank.md'), 'utf8');
    for (const [name, { file }] of Object.entries(secrets)) {
      expect(file).toBe(`./secrets/${name}`);
      expect(steps).toContain(`> ${name}`);
    }
    const used = Object.values(services).flatMap(({ secrets: own }) => own);
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(secrets).toSorted());
  });
});
