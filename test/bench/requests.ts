/** Requests and answers that the benchmarks use. */
import type { Intent, RequestEnvelope } from 'ask-sdk-model';

export const applicationId = 'amzn1.ask.skill.00000000-0000-4000-8000-000000000001';

/** A request as Alexa sends it, the first of a session. */
function requestOf(
  now: number,
  asked:
    | { readonly type: 'LaunchRequest' }
    | { readonly type: 'IntentRequest'; readonly dialogState: 'COMPLETED'; readonly intent: Intent },
): RequestEnvelope {
  const user = { userId: 'amzn1.ask.account.BENCH', accessToken: 'bench-token' };
  return {
    version: '1.0',
    session: {
      new: true,
      sessionId: 'amzn1.echo-api.session.00000000-0000-4000-8000-000000000002',
      application: { applicationId },
      attributes: {},
      user,
    },
    context: {
      System: {
        application: { applicationId },
        user,
        device: { deviceId: 'amzn1.ask.device.BENCH', supportedInterfaces: {} },
        apiEndpoint: 'https://api.amazonalexa.com',
        apiAccessToken: 'none',
      },
    },
    request: {
      requestId: 'amzn1.echo-api.request.00000000-0000-4000-8000-000000000003',
      timestamp: new Date(now).toISOString(),
      locale: 'en-US',
      ...asked,
    },
  };
}

const intentRequest = (now: number, name: string): RequestEnvelope =>
  requestOf(now, {
    type: 'IntentRequest',
    dialogState: 'COMPLETED',
    intent: { name, confirmationStatus: 'NONE', slots: {} },
  });

/** The skill is opened: it answers by itself. */
export const launchRequest = (now: number): RequestEnvelope => requestOf(now, { type: 'LaunchRequest' });
/** "Do I have any fraud alerts": needs the bank, and no PIN. */
export const alertsRequest = (now: number): RequestEnvelope => intentRequest(now, 'AlertsIntent');
/** "How much did I spend": needs a date, the bank, and words for an amount. */
export const spendingRequest = (now: number): RequestEnvelope => intentRequest(now, 'SpendingIntent');

export const alertsAnswer = {
  answerId: '00000000-0000-4000-8000-000000000004',
  asOf: '2026-11-23T12:00:00-05:00',
  question: { name: 'alerts' },
  openCount: 2,
  mostUrgent: 'high',
};

/** @param question the question as it was asked */
export const spendingAnswer = (question: unknown): object => ({
  answerId: '00000000-0000-4000-8000-000000000005',
  asOf: '2026-11-23T12:00:00-05:00',
  question,
  precision: 'about',
  currency: 'USD',
  spent: { count: 12, sumMinor: 124_000 },
  before: null,
});
