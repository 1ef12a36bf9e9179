/** What the page says about hearing. Pure. */
import type { MicrophoneProblem } from './microphone.ts';

export const microphoneWords: Readonly<Record<MicrophoneProblem, string>> = {
  refused:
    'The browser keeps the microphone from this page. Allow it by the sign beside the address, then hold to speak again.',
  missing: 'There is no microphone here. Plug one in, or type.',
  unusable: 'The microphone could not be opened; another program may be using it. Typing works.',
};

export const listeningWords = {
  opening: 'Opening the microphone …',
  listening: 'Listening',
  release: 'let go to send',
  recognising: 'Making out what you said …',
  typing: 'Typing works.',
  nothing: 'No word came through. Hold, speak, and let go when you have finished.',
  tooShort: 'Hold the button, or the space bar, for as long as you speak.',
  offer:
    'Your browser can listen instead. What you say then goes to the browser’s maker, who turns it into words.',
  pinStays: 'Your PIN would go to the maker of this browser. Type it: then it goes to the bank alone.',
} as const;

/** What the browser's own recognition reports (Web Speech API, `SpeechRecognitionErrorCode`). */
export function browserProblemWords(problem: string): string {
  switch (problem) {
    case 'not-allowed':
      return microphoneWords.refused;
    case 'audio-capture':
      return microphoneWords.missing;
    default:
      return 'The browser’s own recognition does not work here. Run npm run voice:setup to be heard by this machine, or type.';
  }
}
