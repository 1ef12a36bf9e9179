import { authenticateLink } from '../pipeline/authenticate-link.ts';
import { isRefusal, type Circumstances, type Refusal } from '../pipeline/step.ts';
import { endGrant } from './grants.ts';

/** Ends the step-up of a conversation. Null also when there was none: what the customer wants is so. */
export async function endStepUp(
  { accessToken, conversation }: { readonly accessToken: string | null; readonly conversation: string },
  { database, now, tokens }: Pick<Circumstances, 'database' | 'now' | 'tokens'>,
): Promise<null | Refusal<'invalid_token'>> {
  const authenticated = await authenticateLink({ accessToken }, { database, now, tokens });
  if (isRefusal(authenticated)) return authenticated;
  await endGrant(database, { link: authenticated.link, conversation });
  return null;
}
