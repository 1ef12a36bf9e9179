/** `npm run ask`: a conversation in the terminal, over the real bank and the real skill. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Temporal } from 'temporal-polyfill';
import { carrierOf } from '../bank-line.ts';
import { createDevice, type Device } from '../device.ts';
import { InteractionModelError } from '../interaction-model.ts';
import { loadLanguage, type Language } from '../language.ts';
import { linkHeadless, LinkingRefused } from '../linking/link-headless.ts';
import type { TokenState } from '../linking/token-state.ts';
import type { SkillLine } from '../skill-endpoint.ts';
import { StackError } from '../stack/stack-error.ts';
import { startStack, type Stack } from '../stack.ts';
import { exitCodes, WrongUse, type Terminal } from '../terminal.ts';
import { spanMs } from '../transcripts/play.ts';
import type { TurnRecord } from '../turn-record.ts';
import { converseAtKeyboard } from './keyboard.ts';
import { readStageDirection, type StageDirection } from './direction.ts';
import { askHelp, readAskOptions, type AskOptions } from './options.ts';
import { playFile } from './play.ts';
import { startRecording, type Recording } from './recording.ts';
import { answerLines, betweenSessions, directionLine, saidLine } from './transcript.ts';

/**
 * Resolves to the exit code.
 *
 * @param languageOf reads and trains an interaction model, which takes a moment
 */
export async function runAsk(
  args: readonly string[],
  terminal: Terminal,
  languageOf: (locale: string) => Language = loadLanguage,
): Promise<number> {
  let options: AskOptions;
  let language: Language;
  try {
    options = readAskOptions(args, terminal.env);
    if (options.help) {
      terminal.out(askHelp);
      return exitCodes.ok;
    }
    if (options.play !== null) {
      return await playFile(options.play, options.playData, terminal, languageOf);
    }
    if (isAtKeyboard(options, terminal)) {
      terminal.err('Speak by typing: "what\'s my balance". An empty line is a silence, Ctrl-D leaves.\n\n');
    }
    language = languageOf(options.locale);
  } catch (error) {
    if (!(error instanceof WrongUse) && !(error instanceof InteractionModelError)) throw error;
    terminal.err(`${error.message}\n`);
    return exitCodes.wrongUse;
  }

  let stack: Stack;
  try {
    // A recording begins at noon, as a transcript does.
    const today = options.today ?? (options.record === null ? null : Temporal.Now.plainDateISO().toString());
    stack = await startStack({ ...options, today, env: terminal.env });
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    terminal.err(`${error.message}\n`);
    return error.problem === 'unusable_data' ? exitCodes.failed : exitCodes.wrongUse;
  }
  try {
    if (stack.seeded)
      terminal.err(
        `(the bank's data in ${options.dataDir} is new: a demo household with the voice PIN 4821)\n`,
      );
    const skill = stack.connect();
    if (options.link) await link(stack, skill);
    if (options.token !== 'valid') await setToken(skill, options.token);
    const { customer, speaker } = options;
    const device = createDevice({ skill, language, account: customer, speaker, api: stack.api });
    const recording = startRecording(stack, options);
    try {
      return await converse(
        { device, recording, direct: change => direct(stack, skill, change) },
        options,
        terminal,
      );
    } finally {
      recording.write();
    }
  } catch (error) {
    if (!(error instanceof WrongUse) && !(error instanceof LinkingRefused)) throw error;
    terminal.err(`${error.message}\n`);
    return error instanceof WrongUse ? exitCodes.wrongUse : exitCodes.failed;
  } finally {
    await stack.close();
  }
}

/**
 * Links as the demo household would.
 *
 * @throws WrongUse for another customer, whose password nobody knows here; LinkingRefused
 */
async function link({ demo }: Stack, { account }: SkillLine): Promise<void> {
  if (demo === null) {
    throw new WrongUse(
      '--link signs in as the demo household. Leave --customer out, or link on the page: npm start.',
    );
  }
  const outcome = await account.finishLinking(await linkHeadless(account.beginLinking().url, demo));
  if (outcome !== 'linked') throw new LinkingRefused(`The bank does not link: ${outcome}.`);
}

/** Does what somebody at the terminal wants done between two turns. */
async function direct(stack: Stack, skill: SkillLine, change: StageDirection): Promise<void> {
  if ('token' in change) await setToken(skill, change.token);
  else if ('later' in change) stack.moveClock(spanMs(change.later));
  else skill.setCarrier(carrierOf(change.line));
}

/** @throws WrongUse where there is no link under which a token could be issued */
async function setToken({ account }: SkillLine, token: TokenState): Promise<void> {
  if (await account.setToken(token)) return;
  throw new WrongUse(
    `There is no token to be ${token}: this customer is not linked at the bank. Link with --link.`,
  );
}

const isAtKeyboard = ({ utterances, json }: AskOptions, { keyboard }: Terminal): boolean =>
  utterances.length === 0 && keyboard !== null && !json;

/** Where a conversation takes place. */
interface Place {
  readonly device: Device;
  readonly recording: Recording;
  readonly direct: (change: StageDirection) => Promise<void>;
}

/** Says everything that is to be said, prints what comes back, and leaves no session open. */
async function converse(
  { device, recording, direct }: Place,
  options: AskOptions,
  terminal: Terminal,
): Promise<number> {
  const style = { colour: terminal.colour && !options.json, columns: terminal.columns };
  let turns = 0;
  const seen = { objected: false, ended: false };

  const print = (turn: TurnRecord, typed: boolean): void => {
    seen.objected ||= turn.findings.length > 0;
    if (options.json) {
      terminal.out(`${JSON.stringify(turn)}\n`);
      return;
    }
    if (seen.ended && turn.request?.session?.new === true) terminal.out(betweenSessions(style));
    terminal.out((typed ? '' : saidLine(turn, style)) + answerLines(turn, style));
    seen.ended = turn.ended;
  };
  const say = async (utterance: string, typed: boolean): Promise<void> => {
    const change = readStageDirection(utterance);
    if (change !== null) {
      await direct(change);
      recording.add(change);
      if (!options.json && !typed) terminal.out(directionLine(utterance.trim(), style));
      return;
    }
    turns += 1;
    const turn = await device.say(utterance);
    recording.add(turn);
    print(turn, typed);
  };

  if (options.utterances.length > 0) {
    for (const utterance of options.utterances) {
      if (terminal.stop.aborted) break;
      await say(utterance, false);
    }
  } else if (terminal.keyboard !== null && isAtKeyboard(options, terminal)) {
    await converseAtKeyboard(
      {
        ...terminal.keyboard,
        prompt: 'you    ',
        historyFile: join(options.dataDir, 'ask-history'),
        awaitsPin: () => device.awaitsPin,
        stop: terminal.stop,
      },
      utterance =>
        say(utterance, true).catch((error: unknown) => {
          // At the keyboard there is another try.
          if (!(error instanceof WrongUse)) throw error;
          terminal.err(`${error.message}\n`);
        }),
    );
  } else {
    const lines = createInterface({ input: terminal.input, signal: terminal.stop });
    for await (const line of lines) await say(/^\s*\(silence\)\s*$/i.test(line) ? '' : line, false);
  }

  const last = turns > 0 ? await device.close() : null;
  if (last !== null && last.findings.length > 0) print(last, true);
  if (terminal.stop.aborted) return exitCodes.interrupted;
  return seen.objected ? exitCodes.failed : exitCodes.ok;
}
