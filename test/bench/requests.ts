/** Requests and answers that the benchmarks use: one whole question that needs no PIN. */
import type { RequestEnvelope } from 'ask-sdk-model';

export const applicationId = 'amzn1.ask.skill.00000000-0000-4000-8000-000000000001';

/** "Do I have any fraud alerts", as Alexa sends it. */
export function alertsRequest(now: number): RequestEnvelope {
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
      type: 'IntentRequest',
      requestId: 'amzn1.echo-api.request.00000000-0000-4000-8000-000000000003',
      timestamp: new Date(now).toISOString(),
      locale: 'en-US',
      dialogState: 'COMPLETED',
      intent: { name: 'AlertsIntent', confirmationStatus: 'NONE', slots: {} },
    },
  };
}

/** What a bank answers to it. */
export const alertsAnswer = {
  answerId: '00000000-0000-4000-8000-000000000004',
  asOf: '2026-11-23T12:00:00-05:00',
  question: { name: 'alerts' },
  openCount: 2,
  mostUrgent: 'high',
};
