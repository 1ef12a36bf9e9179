/** The voice of the simulator on this machine: it hears with PocketSphinx where that is installed, and speaks with flite. */
import type { InteractionModel } from '../interaction-model.ts';
import background from '../understand/background.json' with { type: 'json' };
import { createFlite } from './flite.ts';
import { createPocketSphinx } from './pocketsphinx.ts';
import type { Voice } from './routes.ts';

export interface OwnVoice extends Voice {
  close(): Promise<void>;
}

/** @param path where programs are looked for, as the shell has it */
export function createVoice(locale: string, model: InteractionModel, path: string | undefined): OwnVoice {
  const synthesizer = createFlite();
  const recognizer = createPocketSphinx({
    locale,
    model,
    background,
    pronounce: words => synthesizer.pronounce(words),
    path,
  });
  return {
    recognizer,
    synthesizer,
    close: async () => {
      await recognizer.close();
      await synthesizer.close();
    },
  };
}
