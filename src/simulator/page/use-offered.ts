/** The conversation that the page's address holds, offered to be played and never played by itself. */
import { useEffect, useState } from 'preact/hooks';
import type { OutlinedTranscript } from '../page-api.ts';
import { ServerRefusal } from './client.ts';
import { DamagedLink, holdsConversation, unpackTranscript } from './link-fragment.ts';
import type { Simulator } from './use-simulator.ts';

/** What a played conversation is called that came in a link. */
export const linkedName = 'the link';

export type Offered =
  | { readonly kind: 'conversation'; readonly text: string; readonly outline: OutlinedTranscript }
  | { readonly kind: 'damaged'; readonly message: string };

interface Offer {
  /** Null where the address holds nothing. */
  readonly offered: Offered | null;
  /** Takes it out of the address: it has been decided upon. */
  readonly decide: () => void;
}

/** For when the server can be asked. */
export function useOffered({ outline }: Pick<Simulator, 'outline'>): Offer {
  const [fragment, setFragment] = useState(location.hash);
  const [offered, setOffered] = useState<Offered | null>(null);

  useEffect(() => {
    const look = () => setFragment(location.hash);
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);

  useEffect(() => {
    setOffered(null);
    if (!holdsConversation(fragment)) return;
    let isOld = false;
    void read(fragment, outline).then(found => {
      if (!isOld) setOffered(found);
    });
    return () => {
      isOld = true;
    };
    // `outline` is made anew at every drawing of the page, and does the same every time.
  }, [fragment]);

  return {
    offered,
    decide: () => {
      history.replaceState(null, '', location.pathname);
      setFragment('');
    },
  };
}

async function read(fragment: string, outline: Simulator['outline']): Promise<Offered> {
  try {
    const text = await unpackTranscript(fragment);
    const outlined = await outline(linkedName, text);
    return outlined instanceof ServerRefusal
      ? {
          kind: 'damaged',
          message: `This link holds no conversation that can be played. ${outlined.message}`,
        }
      : { kind: 'conversation', text, outline: outlined };
  } catch (error) {
    if (!(error instanceof DamagedLink)) throw error;
    return { kind: 'damaged', message: error.message };
  }
}
