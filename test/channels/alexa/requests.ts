/** Requests as Alexa sends them, with the properties that a device of today has. */
export const skillId = 'amzn1.ask.skill.11111111-2222-4333-8444-555555555555';
export const nowMs = Date.parse('2026-03-18T14:30:00Z');
export const accessToken = 'Atza-link-token-of-the-customer';

/** Part of an envelope that a test wants to be otherwise. */
interface Changes {
  readonly requestId?: string;
  readonly sessionId?: string;
  readonly timestamp?: string;
  readonly accessToken?: string | null;
  readonly attributes?: unknown;
  readonly applicationId?: string;
  readonly personId?: string;
}

let lastRequest = 0;

/** An envelope around a request. */
export function envelopeOf(request: Record<string, unknown> & { type: string }, changes: Changes = {}) {
  lastRequest += 1;
  const application = { applicationId: changes.applicationId ?? skillId };
  const token = changes.accessToken === undefined ? accessToken : changes.accessToken;
  const user = { userId: 'amzn1.ask.account.USER', ...(token === null ? {} : { accessToken: token }) };
  return {
    version: '1.0',
    session: {
      new: changes.attributes === undefined,
      sessionId: changes.sessionId ?? 'amzn1.echo-api.session.00000000-0000-4000-8000-000000000001',
      application,
      attributes: changes.attributes ?? {},
      user,
    },
    context: {
      Viewports: [{ type: 'APL', id: 'main', shape: 'RECTANGLE', dpi: 213 }],
      Extensions: { available: {} },
      System: {
        application,
        user,
        device: { deviceId: 'amzn1.ask.device.DEVICE', supportedInterfaces: {} },
        ...(changes.personId === undefined ? {} : { person: { personId: changes.personId } }),
        apiEndpoint: 'https://api.amazonalexa.com',
        apiAccessToken: 'eyJ-api-access-token',
      },
    },
    request: {
      requestId: changes.requestId ?? `amzn1.echo-api.request.${lastRequest}`,
      locale: 'en-US',
      timestamp: changes.timestamp ?? new Date(nowMs).toISOString().replace('.000', ''),
      ...request,
    },
  };
}

export const launch = (changes: Changes = {}) =>
  envelopeOf({ type: 'LaunchRequest', shouldLinkResultBeReturned: false }, changes);

/** A slot that entity resolution matched to an id of the catalogue. */
const matched = (value: string, id: string) => ({
  resolutions: {
    resolutionsPerAuthority: [
      {
        authority: 'amzn1.er-authority.echo-sdk.catalogue',
        status: { code: 'ER_SUCCESS_MATCH' },
        values: [{ value: { name: value, id } }],
      },
    ],
  },
});

/** An intent with slots as plain words, or as words and the id that they were matched to. */
export const intent = (
  name: string,
  slots: Readonly<Record<string, string | readonly [value: string, id: string]>> = {},
  changes: Changes = {},
) =>
  envelopeOf(
    {
      type: 'IntentRequest',
      dialogState: 'STARTED',
      intent: {
        name,
        confirmationStatus: 'NONE',
        slots: Object.fromEntries(
          Object.entries(slots).map(([name, said]) => {
            const [value, id] = typeof said === 'string' ? [said, null] : said;
            const spoken = { value, ...(id === null ? {} : matched(value, id)) };
            const slotValue = { type: 'Simple', ...spoken };
            return [name, { name, ...spoken, confirmationStatus: 'NONE', source: 'USER', slotValue }];
          }),
        ),
      },
    },
    changes,
  );

export const sessionEnded = (reason = 'USER_INITIATED', changes: Changes = {}) =>
  envelopeOf({ type: 'SessionEndedRequest', reason }, changes);
