/**
 * A dialog as the platform keeps it between two turns: the intent that is being filled, and what was asked about it.
 * After Alexa's "Dialog Interface Reference" and "Delegate the Dialog to Alexa". Pure.
 */
import type { DialogState, Directive, Intent, Slot } from 'ask-sdk-model';
import { emptySlot, filledSlot, type FilledSlot } from './envelope.ts';
import type { InteractionModel } from './interaction-model.ts';
import type { ResolvedSlot, Understood } from './understand/index.ts';
import { normalize } from './understand/tokens.ts';

/** What the customer was asked. */
export type Asked =
  | { readonly kind: 'slot'; readonly slot: string }
  | { readonly kind: 'confirm-slot'; readonly slot: string }
  | { readonly kind: 'confirm-intent' };

/** An intent that is being filled, and the question about it that is open. */
export interface Dialog {
  readonly intent: Intent;
  readonly asked: Asked;
}

/** The intent as it was understood, with every slot of the model, filled or not. */
export function intentOf(understood: Understood, model: InteractionModel): Intent {
  const slots: Record<string, Slot> = {};
  const declared = model.languageModel.intents.find(intent => intent.name === understood.intent);
  for (const { name } of declared?.slots ?? []) slots[name] = emptySlot(name);
  for (const slot of Object.values(understood.slots)) slots[slot.name] = filledSlot(filledOf(slot));
  return {
    name: understood.intent,
    confirmationStatus: 'NONE',
    ...(Object.keys(slots).length === 0 ? {} : { slots }),
  };
}

function filledOf({ name, value, resolutions }: ResolvedSlot): FilledSlot {
  if (resolutions === null) return { name, value, resolutions: null };
  const { authority, code, values } = resolutions;
  const resolution = { authority, status: { code }, values: values.map(each => ({ value: each })) };
  return { name, value, resolutions: { resolutionsPerAuthority: [resolution] } };
}

const yes: ReadonlySet<string> = new Set(
  'yes|yeah|yep|yup|sure|correct|right|that is right|okay|of course|yes please|do it|go ahead'.split('|'),
);
const no: ReadonlySet<string> = new Set(
  'no|nope|nah|no thanks|no thank you|wrong|do not|never mind'.split('|'),
);

/** The dialog's intent with a yes or no to its open question; null when the utterance is neither. */
export function confirm(dialog: Dialog, utterance: string): Intent | null {
  const words = normalize(utterance);
  const status = yes.has(words) ? 'CONFIRMED' : no.has(words) ? 'DENIED' : null;
  if (status === null || dialog.asked.kind === 'slot') return null;
  if (dialog.asked.kind === 'confirm-intent') return { ...dialog.intent, confirmationStatus: status };
  const { slot: name } = dialog.asked;
  const slot: Slot = dialog.intent.slots?.[name] ?? emptySlot(name);
  const slots: Record<string, Slot> = {
    ...dialog.intent.slots,
    [name]: { ...slot, confirmationStatus: status },
  };
  return { ...dialog.intent, slots };
}

/** The same intent again: what was filled before stays, unless it was said anew. */
export function merge(dialog: Dialog, heard: Intent): Intent {
  if (heard.name !== dialog.intent.name) return heard;
  const slots: Record<string, Slot> = { ...dialog.intent.slots };
  for (const slot of Object.values(heard.slots ?? {})) {
    if (slot.value !== undefined || slots[slot.name] === undefined) slots[slot.name] = slot;
  }
  return { ...dialog.intent, slots };
}

/** What a response asks about an intent; null when it opens no dialog. The last directive of a kind wins. */
export function dialogOf(directives: readonly Directive[], sent: Intent | null): Dialog | null {
  let dialog: Dialog | null = null;
  for (const directive of directives) {
    switch (directive.type) {
      case 'Dialog.ElicitSlot': {
        const intent = directive.updatedIntent ?? sent;
        if (intent) dialog = { intent, asked: { kind: 'slot', slot: directive.slotToElicit } };
        break;
      }
      case 'Dialog.ConfirmSlot': {
        const intent = directive.updatedIntent ?? sent;
        if (intent) dialog = { intent, asked: { kind: 'confirm-slot', slot: directive.slotToConfirm } };
        break;
      }
      case 'Dialog.ConfirmIntent': {
        const intent = directive.updatedIntent ?? sent;
        if (intent) dialog = { intent, asked: { kind: 'confirm-intent' } };
        break;
      }
      default:
        break;
    }
  }
  return dialog;
}

/** The intent with which the platform is to go on by itself; null when the response delegates nothing. */
export function delegatedIntent(directives: readonly Directive[], sent: Intent | null): Intent | null {
  const delegate = directives.find(directive => directive.type === 'Dialog.Delegate');
  return delegate === undefined ? null : (delegate.updatedIntent ?? sent);
}

/** The platform's own next question about a delegated intent, with the prompt of the model; null when complete. */
export function nextQuestion(
  intent: Intent,
  model: InteractionModel,
): { asked: Asked; prompt: string } | null {
  const rules = model.dialog?.intents.find(each => each.name === intent.name);
  if (rules === undefined) return null;
  const say = (id: string | undefined): string => promptWords(id, intent, model);

  for (const rule of rules.slots) {
    if (rule.elicitationRequired && intent.slots?.[rule.name]?.value === undefined) {
      return { asked: { kind: 'slot', slot: rule.name }, prompt: say(rule.prompts.elicitation) };
    }
  }
  for (const rule of rules.slots) {
    const slot = intent.slots?.[rule.name];
    if (rule.confirmationRequired && slot?.value !== undefined && slot.confirmationStatus === 'NONE') {
      return { asked: { kind: 'confirm-slot', slot: rule.name }, prompt: say(rule.prompts.confirmation) };
    }
  }
  if (rules.confirmationRequired && intent.confirmationStatus === 'NONE') {
    return { asked: { kind: 'confirm-intent' }, prompt: say(rules.prompts.confirmation) };
  }
  return null;
}

function promptWords(id: string | undefined, intent: Intent, model: InteractionModel): string {
  const variation = model.prompts.find(prompt => prompt.id === id)?.variations[0]?.value ?? '';
  return variation.replaceAll(/\{(\w+)\}/g, (_, name: string) => intent.slots?.[name]?.value ?? '');
}

/** The dialog state that goes with an intent; null for one that is not in the dialog model. */
export function dialogStateOf(
  intentName: string,
  before: Dialog | null,
  model: InteractionModel,
): DialogState | null {
  if (model.dialog?.intents.some(each => each.name === intentName) !== true) return null;
  return before?.intent.name === intentName ? 'IN_PROGRESS' : 'STARTED';
}

/** Whether the platform fills this intent by itself before the skill hears of it ("auto delegation"). */
export function delegatesAlways(intentName: string, model: InteractionModel): boolean {
  const rules = model.dialog?.intents.find(each => each.name === intentName);
  return rules !== undefined && (rules.delegationStrategy ?? model.dialog?.delegationStrategy) === 'ALWAYS';
}
