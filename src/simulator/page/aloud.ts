/** The reply, spoken by a voice of this browser where there is one. */

const synthesis: SpeechSynthesis | null = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : null;

/** Tells whether there are voices, now and whenever that changes; returns the end of the watch. */
export function watchVoices(tell: (available: boolean) => void): () => void {
  if (synthesis === null) {
    tell(false);
    return () => undefined;
  }
  const look = () => tell(synthesis.getVoices().length > 0);
  look();
  synthesis.addEventListener('voiceschanged', look);
  return () => synthesis.removeEventListener('voiceschanged', look);
}

/** Says the words and drops what was still being said. */
export function speak(words: string, locale: string): void {
  if (synthesis === null) return;
  synthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = locale;
  // A voice on this machine, so that the reply does not go to the browser's maker to be spoken.
  const voice = synthesis
    .getVoices()
    .find(each => each.localService && each.lang.startsWith(locale.slice(0, 2)));
  if (voice !== undefined) utterance.voice = voice;
  synthesis.speak(utterance);
}

export function hush(): void {
  synthesis?.cancel();
}
