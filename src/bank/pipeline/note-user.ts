import { rememberUser } from '../link/platform-user.ts';
import type { Inquiry, Link } from './facts.ts';
import type { Circumstances } from './step.ts';

/** Notes on the link which user of the platform asks; see `link/platform-user.ts`. Refuses nobody. */
export async function noteUser(
  { link, context }: Pick<Inquiry, 'context'> & { link: Link },
  { database }: Circumstances,
): Promise<object> {
  if (context.user !== undefined) await rememberUser(database, link, context.user);
  return {};
}
