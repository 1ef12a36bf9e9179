/** What `npm run deploy` says before it begins. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { deployingArgs, packagingArgs, paramNames, readCommandLine } from '../../scripts/command-line.ts';
import { environmentOf, problemsOf, required } from '../../scripts/stage.ts';

const good = {
  SOTTOVOCE_FACADE_URL: 'https://facade.juniper.test',
  SOTTOVOCE_ALEXA_SKILL_ID: 'amzn1.ask.skill.11111111-2222-4333-8444-555555555555',
};

describe('settings that are to be deployed', () => {
  it('are complete with an address and a skill', () => {
    expect(problemsOf(good, 'us-east-1')).toEqual([]);
    const topic = { SOTTOVOCE_ALARM_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alarms' };
    expect(problemsOf({ ...good, ...topic }, 'eu-west-1')).toEqual([]);
  });

  it.each([
    ['nothing', {}, ['SOTTOVOCE_FACADE_URL is missing', 'SOTTOVOCE_ALEXA_SKILL_ID is missing']],
    [
      'the examples',
      Object.fromEntries(required.map(({ variable, example }) => [variable, example])),
      ['SOTTOVOCE_FACADE_URL is still the example', 'SOTTOVOCE_ALEXA_SKILL_ID is still the example'],
    ],
    [
      'a bank on this machine',
      { ...good, SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:8789' },
      ['SOTTOVOCE_FACADE_URL is this machine'],
    ],
    [
      'what is no topic and no time zone',
      { ...good, SOTTOVOCE_TIME_ZONE: 'Boston', SOTTOVOCE_ALARM_TOPIC_ARN: 'ops@bank.example' },
      ['SOTTOVOCE_TIME_ZONE is wrong', 'SOTTOVOCE_ALARM_TOPIC_ARN is wrong'],
    ],
    [
      'a topic of another region',
      { ...good, SOTTOVOCE_ALARM_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alarms' },
      ['SOTTOVOCE_ALARM_TOPIC_ARN is a topic in eu-west-1, and alarms tell those of their own region alone'],
    ],
  ])('are not with %s', (_name, environment, expected) => {
    const problems = problemsOf(environment, 'us-east-1');
    expect(problems).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(problems[index]).toContain(start);
  });

  it('are those of the environment, then of the stage, then of all stages', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sottovoce-stage-'));
    writeFileSync(join(folder, '.env'), 'A=all\nB=all\nC=all\n');
    writeFileSync(join(folder, '.env.prod'), 'B=prod\nC=prod\n');
    expect(environmentOf('prod', { A: '', C: 'environment' }, folder)).toEqual({
      B: 'prod',
      C: 'environment',
    });
    expect(environmentOf('dev', {}, folder)).toEqual({ A: 'all', B: 'all', C: 'all' });
  });
});

describe('a command line', () => {
  it('names stage, region and numbers, of which packaging is told what it takes', () => {
    const line = readCommandLine('deploy', [
      ...['--force', '--stage', 'prod', '--region=eu-west-1', '--param=httpsConcurrency=0'],
      ...['--param', 'skillConcurrency=50'],
    ]);
    const packaging = [
      ...['--stage', 'prod', '--region', 'eu-west-1'],
      ...['--param=httpsConcurrency=0', '--param=skillConcurrency=50'],
    ];
    expect(packagingArgs('prod', line)).toEqual(packaging);
    expect(deployingArgs('prod', line)).toEqual([...packaging, '--force']);
    // A key is changed with --force, of which packaging knows nothing.
    expect(readCommandLine('package', packagingArgs('prod', line))).toEqual({ ...line, force: false });
    const back = readCommandLine('rollback', ['-s', 'prod', '--timestamp', '1733000000000']);
    expect(deployingArgs('prod', back).slice(-2)).toEqual(['--timestamp', '1733000000000']);
    expect(readCommandLine('deploy', [])).toMatchObject({ stage: null, region: 'us-east-1' });
  });

  it.each([
    ['deploy', ['--stag', 'prod'], "Unknown option '--stag'"],
    ['deploy', ['prod'], "Unexpected argument 'prod'"],
    ['deploy', ['--stage'], 'argument missing'],
    ['deploy', ['--stage', '../prod'], '--stage "../prod" is no name of a stage'],
    ['deploy', ['--region', 'mars'], '--region "mars" is no region'],
    ['deploy', ['--param', 'skillConcurency=50'], '--param "skillConcurency=50" has to be one of'],
    ['package', ['--force'], 'package takes no --force'],
    ['rollback', ['--param', 'httpsConcurrency=0'], 'rollback takes no --param'],
    ['remove', [], 'Name the stage'],
    ['deploy:skill', ['--region', 'us-east-1'], 'deploy:skill takes no --region'],
  ] as const)('of %s is not %j', (command, args, expected) => {
    expect(() => readCommandLine(command, args)).toThrow(expected);
    expect(() => readCommandLine(command, args)).toThrow(`See npm run ${command} -- --help.`);
  });

  it('knows the numbers that serverless.yml has', () => {
    const { params } = z
      .object({ params: z.object({ default: z.record(z.string(), z.int()) }) })
      .parse(parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'error' }));
    expect(Object.keys(params.default)).toEqual(paramNames);
  });
});

describe('a deployment', () => {
  /** AWS, as far as it is asked before anything is deployed: it knows who asks, and has no secret. */
  const aws = createServer((request, response) => {
    if (request.headers['x-amz-target'] === 'secretsmanager.DescribeSecret') {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"__type":"ResourceNotFoundException","message":"none"}');
    } else {
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
          '<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      );
    }
  });
  beforeAll(() => once(aws.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => {
    aws.closeAllConnections();
    aws.close();
  });

  const deploy = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    // Without a home, so that nobody's credentials are found.
    const env = { HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: 'true', ...environment };
    const args = ['scripts/deploy.ts', 'deploy', '--stage', 'trial'];
    return promisify(execFile)(process.execPath, args, { env }).then(
      () => 'deployed',
      (error: unknown) => (error instanceof Error && 'stderr' in error ? String(error.stderr) : 'unknown'),
    );
  };

  it('does not begin without settings, credentials, or the key of its stage', async () => {
    // A server that listens on a port has an address with a port.
    const { port } = aws.address() as AddressInfo;
    const credentials = {
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    };
    const [noSettings, noCredentials, nobody, noKey] = await Promise.all([
      deploy(credentials),
      deploy(good),
      deploy({ ...good, ...credentials, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }),
      deploy({ ...good, ...credentials }),
    ]);
    expect(noSettings).toMatch(
      /^Nothing was done\. The settings of stage trial are not complete:\n {2}SOTTOVOCE_F/,
    );
    expect(noCredentials).toMatch(
      /^Nothing was done\. AWS takes no credentials of this machine: Credentials/,
    );
    expect(nobody).toMatch(/^Nothing was done\. AWS cannot be reached in us-east-1: ECONNREFUSED/);
    expect(noKey).toMatch(
      /^Nothing was done\. Secrets Manager does not have sottovoce\/trial\/client-key in us-east-1/,
    );
    expect(noKey).toContain('aws secretsmanager create-secret');
  });
});
