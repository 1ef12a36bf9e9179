import { authenticateLink } from '../pipeline/authenticate-link.ts';
import { isRefusal, type Circumstances, type Refusal } from '../pipeline/step.ts';
import { endGrant } from './grants.ts';

/** Ends the step-up of a conversation. Null also when there was none: what the customer wants is so. */
export async function endStepUp(
  { accessToken, conversation }: { readonly accessToken: string | null; readonly conversation: string },
  circumstances: Pick<Circumstances, 'database' | 'now' | 'tokens' | 'platform'>,
): Promise<null | Refusal<'invalid_token'>> {
  const authenticated = await authenticateLink({ accessToken }, circumstances);
  if (isRefusal(authenticated)) return authenticated;
  await endGrant(circumstances.database, { link: authenticated.link, conversation });
  return null;
}
