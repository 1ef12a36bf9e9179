/** What customers can ask: one file, one question. `import * as intents` is the table of all. */
export { welcome } from './welcome.ts';
export { balance } from './balance.ts';
export { activity } from './activity.ts';
export { spending } from './spending.ts';
export { income } from './income.ts';
export { alerts } from './alerts.ts';
export { sharing } from './sharing.ts';
export { stopSharing } from './stop-sharing.ts';
export { pin } from './pin.ts';
export { followUp } from './follow-up.ts';
export { help } from './help.ts';
export { repeat } from './repeat.ts';
export { yes } from './yes.ts';
export { no } from './no.ts';
export { neverMind } from './never-mind.ts';
export { goodbye } from './goodbye.ts';
export { notUnderstood } from './not-understood.ts';
