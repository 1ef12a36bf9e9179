/**
 * What an intent has decided, carried out: asking the bank, stepping up in between, and going on after a failure.
 */
import type { Answer, Question, StepUpGranted } from '../facade/contract.ts';
import type { FacadeFailure, Outcome } from '../facade/port.ts';
import { aftermath } from './failures.ts';
import { type Move, type Scene, type Teller, pinSlot } from './intent.ts';
import { type Memory, emptyMemory, maxRefusedPins } from './memory.ts';
import type { Reply, Step } from './turn.ts';
import type { CardText, Prompt } from './wording.ts';

/** What a move is carried out with. */
export interface Carrying {
  readonly scene: Scene;
  readonly tellerOf: (question: Question) => Teller;
}

export function carryOut(move: Move, { scene: before, tellerOf }: Carrying): Step {
  // What waited for a yes has had its turn. Only the move that asks for one makes it wait again.
  const scene: Scene = { ...before, memory: { ...before.memory, confirming: null } };
  const carrying: Carrying = { scene, tellerOf };
  switch (move.kind) {
    case 'ask':
      return scene.linked ? ask(move.question, carrying) : link(scene);
    case 'step-up':
      return scene.linked ? stepUp(move.pin, move.pending, carrying) : link(scene);
    case 'ask-pin':
      return askPin(move.prompt, move.pending, scene.memory);
    case 'ask-back':
      return askBack(move.prompt, move.unclear, move.draft, scene.memory);
    case 'confirm':
      return listen(move.prompt, {
        ...scene.memory,
        pending: null,
        unclear: null,
        confirming: move.confirming,
      });
    case 'unlink':
      return scene.linked ? unlink(scene) : end(scene.say.stopSharing.notLinked(scene));
    case 'say':
      return listen(move.prompt, { ...scene.memory, pending: null, unclear: null }, { card: move.card });
    case 'link':
      return link(scene);
    case 'leave':
      return leave(move.speech, scene, move.card);
  }
}

function ask(question: Question, carrying: Carrying): Step {
  const told = (outcome: Outcome<Answer>): Step => {
    if (!outcome.ok) return afterFailure(outcome.failure, question, carrying.scene);
    // The reply is worded from the answer, so an answer to something else must not be spoken as an answer to this.
    if (outcome.value.question.name !== question.name)
      return afterFailure('answer_refused', question, carrying.scene);
    return tell(outcome.value, question, carrying);
  };
  return { kind: 'ask', question, told };
}

function tell(answer: Answer, question: Question, { scene, tellerOf }: Carrying): Step {
  const { anythingElse } = scene.say;
  const speech = `${tellerOf(question).tell(answer, scene)} ${anythingElse.speech}`;
  const memory = { ...scene.memory, pending: null, last: question, unclear: null };
  return listen({ speech, reprompt: anythingElse.reprompt }, memory);
}

function stepUp(pin: string, pending: Question, carrying: Carrying): Step {
  const { scene } = carrying;
  const told = (outcome: Outcome<StepUpGranted>): Step => {
    if (outcome.ok) {
      const memory = { ...scene.memory, refusedPins: 0 };
      return ask(pending, { ...carrying, scene: { ...scene, memory } });
    }
    if (outcome.failure === 'step_up_refused') return afterRefusedPin(pending, scene);
    return afterFailure(outcome.failure, pending, scene);
  };
  return { kind: 'step-up', pin, told };
}

function afterRefusedPin(pending: Question, scene: Scene): Step {
  const refusedPins = scene.memory.refusedPins + 1;
  const { pin } = scene.say;
  if (refusedPins >= maxRefusedPins) return leave(pin.locked, scene, pin.lockedCard);
  return askPin(pin.refused, pending, { ...scene.memory, refusedPins });
}

function afterFailure(failure: FacadeFailure, question: Question, scene: Scene): Step {
  const { say } = scene;
  const memory: Memory = { ...scene.memory, pending: null, last: question, unclear: null };
  if (failure === 'step_up_required') return askPin(say.pin.ask, question, memory);
  if (failure === 'not_linked') return link(scene);

  const sentence = say.failure[failure];
  const followedBy = ({ speech, reprompt }: Prompt): Prompt => ({
    speech: `${sentence} ${speech}`,
    reprompt,
  });
  switch (aftermath[failure]) {
    case 'go-on':
      return listen(followedBy(say.anythingElse), memory);
    case 'ask-account':
      return askBack(followedBy(say.which.account), 'account', question, memory);
    case 'ask-period':
      return askBack(followedBy(say.which.period), 'period', question, memory);
    case 'end':
      return end(sentence);
  }
}

function askPin(prompt: Prompt, pending: Question, memory: Memory): Step {
  return listen(prompt, { ...memory, pending, last: pending, unclear: null }, { elicit: pinSlot });
}

function askBack(
  prompt: Prompt,
  unclear: NonNullable<Memory['unclear']>,
  draft: Question,
  memory: Memory,
): Step {
  return listen(prompt, { ...memory, pending: null, last: draft, unclear });
}

function unlink(scene: Scene): Step {
  return { kind: 'unlink', told: outcome => afterUnlinking(outcome, scene) };
}

/** The session ends in any case: there is nothing more to ask, or no way to be sure that there is not. */
function afterUnlinking(outcome: Outcome<null>, scene: Scene): Step {
  const { failure, stopSharing } = scene.say;
  if (outcome.ok) return end(stopSharing.done(scene), asCard(stopSharing.doneCard(scene)));
  switch (outcome.failure) {
    case 'not_linked':
      return end(stopSharing.notLinked(scene));
    // Unlinking takes no step-up: a bank that asks for one is out of order.
    case 'step_up_required':
      return end(stopSharing.unsure(failure.bank_error));
    default:
      return end(stopSharing.unsure(failure[outcome.failure]));
  }
}

const link = ({ say, bankName }: Scene): Step => end(say.linkAccount({ bankName }), { kind: 'link-account' });

/** Ends the step-up at the bank before saying goodbye; the goodbye is said whatever the bank answers. */
function leave(speech: string, { linked }: Scene, card?: CardText): Step {
  const goodbye = end(speech, asCard(card));
  return linked ? { kind: 'end-step-up', told: () => goodbye } : goodbye;
}

const end = (speech: string, card: Reply['card'] = null): Step => ({
  kind: 'reply',
  reply: { speech, card, then: { kind: 'end' }, memory: emptyMemory },
});

function listen(
  { speech, reprompt }: Prompt,
  memory: Memory,
  more: {
    readonly elicit?: { readonly intent: string; readonly slot: string };
    readonly card?: CardText | undefined;
  } = {},
): Step {
  const then = { kind: 'listen', reprompt, elicit: more.elicit ?? null } as const;
  return { kind: 'reply', reply: { speech, card: asCard(more.card), then, memory } };
}

const asCard = (card: CardText | undefined): Reply['card'] => (card ? { kind: 'simple', ...card } : null);
