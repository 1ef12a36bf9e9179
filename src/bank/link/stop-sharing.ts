import { authenticateLink } from '../pipeline/authenticate-link.ts';
import { isRefusal, type Circumstances, type Refusal } from '../pipeline/step.ts';
import { endSharing } from './end-sharing.ts';

/**
 * The customer takes back by voice what a platform may say. It needs no step-up: taking back a consent has to be as
 * easy as giving it (GDPR, Article 7(3)), and whoever shuts a door does not have to show who they are.
 */
export async function stopSharing(
  { accessToken }: { readonly accessToken: string | null },
  circumstances: Pick<Circumstances, 'database' | 'now' | 'tokens' | 'platform'>,
): Promise<null | Refusal<'invalid_token'>> {
  const authenticated = await authenticateLink({ accessToken }, circumstances);
  if (isRefusal(authenticated)) return authenticated;
  const { database, now } = circumstances;
  await endSharing(database, authenticated.link, { now, via: 'voice' });
  return null;
}
