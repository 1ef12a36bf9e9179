/** The voice PIN as chosen on a page, twice. */
import { choosePin } from '../step-up/choose-pin.ts';
import { pinRefusalWords } from '../step-up/pin-rules.ts';
import type { FormErrors, FormFields } from './form.ts';
import type { Shell } from './shell.ts';

/** What was typed; the two must be the same. */
export function readPinFields(form: FormFields): { readonly pin: string; readonly errors: FormErrors } {
  const errors = new Map<string, string>();
  const pin = form.one('pin');
  if (!/^[0-9]{4}$/.test(pin)) errors.set('pin', pinRefusalWords['not-four-digits']);
  else if (form.one('pin-again') !== pin) {
    errors.set('pin-again', 'The two are not the same. Type the PIN again in both fields.');
  }
  return { pin, errors };
}

/** Sets the PIN, or says why it cannot be that one. */
export async function setPin(
  { database, pepper, now, random }: Pick<Shell, 'database' | 'pepper' | 'now' | 'random'>,
  customerId: string,
  pin: string,
): Promise<FormErrors> {
  const outcome = await choosePin(database, { customerId, pin, pepper, now: now(), random });
  return new Map(outcome.ok ? [] : [['pin', pinRefusalWords[outcome.reason]]]);
}
