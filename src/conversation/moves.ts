/**
 * What an intent has decided, carried out: asking the bank, stepping up in between, and going on after a failure.
 */
import type { Answer, Question, StepUpFactor, StepUpGranted } from '../facade/contract.ts';
import type { Failed, Outcome } from '../facade/port.ts';
import { aftermath } from './failures.ts';
import { movedFrom } from './moved.ts';
import { type Move, type Scene, type Teller, amountSlot, factorSlots } from './intent.ts';
import { type Memory, type Pending, emptyMemory, maxRefusedPins } from './memory.ts';
import type { Reply, Step } from './turn.ts';
import type { CardText, HandOver, Prompt, Replies } from './wording.ts';

/** What a move is carried out with. */
interface Carrying {
  readonly scene: Scene;
  readonly tellerOf: (question: Question) => Teller;
}

export function carryOut(move: Move, carrying: Carrying): Step {
  const { scene } = carrying;
  switch (move.kind) {
    case 'ask':
      return scene.linked ? ask(move.question, carrying) : link(scene);
    case 'step-up':
      return scene.linked ? stepUp(move.factor, move.pending, carrying) : link(scene);
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
    case 'hand-over':
      return handOver(move.handOver);
    case 'leave':
      return leave(move.speech, scene, move.card);
  }
}

/** @param promptFor how a step-up is asked for, should the bank want one */
function ask(
  question: Question,
  carrying: Carrying,
  promptFor: Replies['pin']['ask'] = carrying.scene.say.pin.ask,
): Step {
  const told = (outcome: Outcome<Answer>): Step => {
    if (!outcome.ok) return afterFailure(outcome, question, carrying.scene, promptFor);
    // The reply is worded from the answer, so an answer to something else must not be spoken as an answer to this.
    if (outcome.value.question.name !== question.name)
      return afterFailure({ ok: false, failure: 'answer_refused' }, question, carrying.scene);
    return tell(outcome.value, question, carrying);
  };
  return { kind: 'ask', question, told };
}

function tell(answer: Answer, question: Question, { scene, tellerOf }: Carrying): Step {
  const { anythingElse } = scene.say;
  const moved = movedFrom(question, answer.question, scene);
  // Once in a session is enough for the days; that it is about other accounts has to be said each time.
  const isExplained = moved === 'days' && scene.memory.explainedDays;
  const why = moved === null || isExplained ? '' : ` ${scene.say.moved[moved]}`;
  const speech = `${tellerOf(question).tell(answer, scene, question)}${why} ${anythingElse.speech}`;
  const explainedDays = scene.memory.explainedDays || moved === 'days';
  const memory = { ...scene.memory, pending: null, last: question, unclear: null, explainedDays };
  return listen({ speech, reprompt: anythingElse.reprompt }, memory);
}

function stepUp(factor: StepUpFactor, pending: Pending, carrying: Carrying): Step {
  const { scene } = carrying;
  const told = (outcome: Outcome<StepUpGranted>): Step => {
    if (outcome.ok) {
      const memory = { ...scene.memory, refusedPins: 0 };
      return ask(pending.question, { ...carrying, scene: { ...scene, memory } });
    }
    if (outcome.failure === 'step_up_refused') return afterRefusal(pending, carrying);
    return afterFailure(outcome, pending.question, scene);
  };
  return { kind: 'step-up', factor, told };
}

function afterRefusal(pending: Pending, carrying: Carrying): Step {
  const { scene } = carrying;
  const { pin } = scene.say;
  const memory = { ...scene.memory, refusedPins: scene.memory.refusedPins + 1 };
  if (memory.refusedPins >= maxRefusedPins) return leave(pin.locked, scene, pin.lockedCard);
  if (pending.challenge.kind === 'voice-pin') return askPin(pin.refused(pending.challenge), pending, memory);
  // What the bank wants to hear may be another thing by now: a code runs out, and digits that were said rightly in
  // another conversation are drawn anew. So we ask the question again, and hear what it wants.
  return ask(pending.question, { ...carrying, scene: { ...scene, memory } }, pin.refused);
}

function afterFailure(
  failed: Failed,
  question: Question,
  scene: Scene,
  promptFor: Replies['pin']['ask'] = scene.say.pin.ask,
): Step {
  const { say } = scene;
  const memory: Memory = { ...scene.memory, pending: null, last: question, unclear: null };
  if (failed.failure === 'step_up_required') {
    return askPin(promptFor(failed.challenge), { question, challenge: failed.challenge }, memory);
  }
  const { failure } = failed;
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

function askPin(prompt: Prompt, pending: Pending, memory: Memory): Step {
  const elicit = factorSlots[pending.challenge.kind];
  return listen(prompt, { ...memory, pending, last: pending.question, unclear: null }, { elicit });
}

function askBack(
  prompt: Prompt,
  unclear: NonNullable<Memory['unclear']>,
  draft: Question,
  memory: Memory,
): Step {
  // Said alone, a number could be anything: the platform has to know that it is waited for.
  const elicit = unclear === 'amount' ? amountSlot : null;
  return listen(prompt, { ...memory, pending: null, last: draft, unclear }, { elicit });
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

/** The step-up is left to the bank's clock: nothing that could fail or take its time stands before the number. */
function handOver({ speech, telephone, card }: HandOver): Step {
  const reply: Reply = { speech, card: asCard(card), then: { kind: 'end' }, memory: emptyMemory };
  return { kind: 'reply', reply: telephone === null ? reply : { ...reply, telephone } };
}

const end = (speech: string, card: Reply['card'] = null): Step => ({
  kind: 'reply',
  reply: { speech, card, then: { kind: 'end' }, memory: emptyMemory },
});

function listen(
  { speech, reprompt }: Prompt,
  memory: Memory,
  more: {
    readonly elicit?: { readonly intent: string; readonly slot: string } | null;
    readonly card?: CardText | undefined;
  } = {},
): Step {
  const then = { kind: 'listen', reprompt, elicit: more.elicit ?? null } as const;
  return { kind: 'reply', reply: { speech, card: asCard(more.card), then, memory } };
}

const asCard = (card: CardText | undefined): Reply['card'] => (card ? { kind: 'simple', ...card } : null);
