/** The rest of the template: how the functions run, who reaches them, what is logged and watched. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { settings } from '../../src/config.ts';
import { intent, launch } from '../channels/alexa/requests.ts';
import { converse, type PackagedWorld } from './packaged-world.ts';
import { conditionOf, functions, json, resourcesOf, underCondition } from './template.ts';

const text = z.string();

export function asTemplate(world: () => PackagedWorld): void {
  it('runs both on Node 24 and arm64, within the time that Alexa waits and a concurrency of their own', () => {
    const lambdas = resourcesOf('AWS::Lambda::Function');
    expect(Object.keys(lambdas)).toEqual(['SkillLambdaFunction', 'HttpsLambdaFunction']);
    for (const name of functions) {
      expect(lambdas[`${name}LambdaFunction`]).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: 8,
        ReservedConcurrentExecutions: name === 'Skill' ? 5 : 2,
        Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
      });
    }
  });

  it('opens the one function to Alexa, for this skill, and the other to its HTTP API', () => {
    const permissions = Object.values(resourcesOf('AWS::Lambda::Permission'));
    expect(permissions).toMatchObject([
      {
        FunctionName: { 'Fn::GetAtt': ['SkillLambdaFunction', 'Arn'] },
        Principal: 'alexa-appkit.amazon.com',
        EventSourceToken: settings.alexaSkillId.example,
      },
      {
        FunctionName: { 'Fn::GetAtt': ['HttpsLambdaFunction', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
      },
    ]);
    expect(Object.keys(resourcesOf('AWS::ApiGatewayV2::Route'))).toEqual([
      'HttpApiRoutePostAlexa',
      'HttpApiRouteGetHealthz',
    ]);
    expect(resourcesOf('AWS::ApiGatewayV2::Stage').HttpApiStage?.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 10,
      ThrottlingBurstLimit: 20,
    });
  });

  it('keeps every log for so many days, and of HTTP no address, header or body', () => {
    const groups = resourcesOf('AWS::Logs::LogGroup');
    expect(Object.keys(groups)).toEqual(['SkillLogGroup', 'HttpsLogGroup', 'HttpApiLogGroup']);
    for (const group of Object.values(groups)) expect(group.RetentionInDays).toBe(14);
    const { Format } = z
      .looseObject({ Format: text })
      .parse(resourcesOf('AWS::ApiGatewayV2::Stage').HttpApiStage?.AccessLogSettings);
    expect(Format.match(/\$context\.[\w.]+/g)).toEqual([
      '$context.requestId',
      '$context.routeKey',
      '$context.status',
      '$context.responseLength',
      '$context.responseLatency',
      '$context.error.responseType',
    ]);
  });

  it('watches both: errors, throttles, the slowest turns, refusals, faults, a bank that does not answer', () => {
    const alarms = resourcesOf('AWS::CloudWatch::Alarm');
    const watched = ['Errors', 'Throttles', 'Duration', 'Refusals', 'Faults', 'Bank'];
    expect(Object.keys(alarms)).toEqual([
      ...functions.flatMap(name => watched.map(what => `${name}${what}Alarm`)),
      'HttpApiErrorsAlarm',
    ]);
    for (const alarm of Object.values(alarms)) {
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.TreatMissingData).toBe('notBreaching');
    }
    for (const name of functions) {
      expect(alarms[`${name}DurationAlarm`]).toMatchObject({
        ExtendedStatistic: 'p99',
        Threshold: 4_000,
        // The other way it is not judged below a thousand turns a period, and tells nobody of a slow small bank.
        EvaluateLowSampleCountPercentile: 'evaluate',
      });
    }
    // Where the entry is closed, whoever knocks is throttled, and it is no matter.
    expect(conditionOf('HttpsIsOpen')).toEqual({
      'Fn::Not': [{ 'Fn::Equals': ['concurrency 2', 'concurrency 0'] }],
    });
    expect(underCondition('HttpsIsOpen')).toEqual(['HttpsThrottlesAlarm', 'HttpApiErrorsAlarm']);

    // Each counts what a filter of its own finds.
    const counted = Object.values(resourcesOf('AWS::Logs::MetricFilter')).map(({ MetricTransformations }) =>
      z
        .tuple([z.looseObject({ MetricNamespace: z.string(), MetricName: z.string() })])
        .parse(MetricTransformations),
    );
    const ofOurs = Object.values(alarms).filter(({ Namespace }) => !text.parse(Namespace).startsWith('AWS/'));
    expect(ofOurs.map(({ Namespace, MetricName }) => [Namespace, MetricName])).toEqual(
      counted.map(([{ MetricNamespace, MetricName }]) => [MetricNamespace, MetricName]),
    );
  });

  it('finds in the log what it counts: refusals, and a bank that does not answer', async () => {
    const away = world().start('skill', {
      environment: { ...world().settings, SOTTOVOCE_FACADE_URL: 'http://127.0.0.1:1' },
    });
    const { accessToken } = world();
    await converse(away, [
      launch({ applicationId: 'amzn1.ask.skill.other' }),
      intent('BalanceIntent', {}, { accessToken }),
    ]);
    const found = Object.fromEntries(
      Object.entries(resourcesOf('AWS::Logs::MetricFilter')).map(([name, { FilterPattern }]) => [
        name,
        away.log.filter(line => matches(text.parse(FilterPattern), line)).length,
      ]),
    );
    expect(found).toMatchObject({ SkillRefusalsFilter: 1, SkillBankFilter: 1, SkillFaultsFilter: 0 });
  });

  it('gives the functions every setting that they read', () => {
    const { environment } = z
      .object({ provider: z.looseObject({ environment: z.record(z.string(), z.string()) }) })
      .parse(parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'error' })).provider;
    // Where a server of its own listens, and its telemetry, which the functions have none of.
    const ofTheServer = ['host', 'port', 'telemetry', 'otlpEndpoint', 'otlpHeaders'];
    const read = Object.entries(settings).filter(([name]) => !ofTheServer.includes(name));
    expect(Object.keys(environment).sort()).toEqual(read.map(([, { variable }]) => variable).sort());
  });
}

/** Whether a line is found by a filter of the kind that we have: fields of JSON that equal a text, joined by `&&`. */
function matches(pattern: string, line: string): boolean {
  const record = z.record(z.string(), json).parse(JSON.parse(line));
  const terms = [...pattern.matchAll(/\$\.(\w+) = "(\w+)"/g)];
  // Nothing of the pattern may be left over.
  expect(`{ ${terms.map(([term]) => term).join(' && ')} }`).toBe(pattern);
  return terms.every(([, field = '', value]) => record[field] === value);
}
