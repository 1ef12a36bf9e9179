/** Account linking in the page's words. */
import type { TokenState } from '../linking/token-state.ts';
import type { LinkingNote } from '../page-api.ts';

/** What the platform holds: as one of the choices, and as the masthead says it. */
export const tokenWords: Readonly<Record<TokenState, { readonly choice: string; readonly status: string }>> =
  {
    valid: { choice: 'good', status: 'linked to Alexa' },
    none: { choice: 'missing: not linked', status: 'not linked' },
    expired: { choice: 'expired', status: 'token expired' },
    revoked: { choice: 'revoked', status: 'token revoked' },
    'wrong-audience': { choice: 'for the wrong audience', status: 'token for the wrong audience' },
    'wrong-scope': { choice: 'of the wrong scope', status: 'token of the wrong scope' },
  };

interface NoteWords {
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

export const noteWords: Readonly<Record<LinkingNote, NoteWords>> = {
  linked: { tone: 'good', text: 'Linked. Alexa may ask what you agreed to at the bank, and nothing else.' },
  declined: { tone: 'bad', text: 'Not linked: you did not agree at the bank.' },
  failed: { tone: 'bad', text: 'Not linked: the bank did not hand out a token.' },
  gone: { tone: 'bad', text: 'The link was taken back at the bank. Nothing but linking again helps.' },
};
