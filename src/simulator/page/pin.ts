/** A voice PIN is dots on the page, while it is typed as well. */

/** A word in which a voice PIN may be said. */
const pinWord =
  /^(?:\d+|oh?|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)(?:teen|ty)|twenty|forty|double|triple|hundred|my|pin|is|it's|the)$/i;

/** Whether typed words look like a PIN while one is asked for, so that they are shown as dots. */
export function looksLikePin(text: string): boolean {
  const words = text.split(/[\s,.-]+/).filter(word => word !== '');
  return words.length > 0 && words.every(word => pinWord.test(word));
}

export const pinDots = '••••';
