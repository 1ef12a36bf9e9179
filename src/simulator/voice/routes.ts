/** The routes of the voice: what was said becomes words, a reply becomes sound. Nothing of either is kept or logged. */
import express, { type RequestHandler, type Response, type Router } from 'express';
import * as z from 'zod';
import type { StepUpChallenge } from '../../facade/contract.ts';
import { sessionHeader } from '../page-api.ts';
import { refuse, wrongMethod } from '../page-guard.ts';
import type { Sessions } from '../sessions.ts';
import {
  audioMediaType,
  bytesPerSample,
  maxAudioBytes,
  maxAudioSeconds,
  minAudioBytes,
} from './audio-format.ts';
import { maxSpokenCharacters, SpeechFailure, type SpeechSynthesizer } from './flite.ts';
import { failureWords, type Expected, type HearingFailure, type SpeechRecognizer } from './recognizer.ts';
import { segmentsOf } from './segments.ts';
import type { HeardWords, VoiceState } from './speech-api.ts';

export interface Voice {
  readonly recognizer: SpeechRecognizer;
  readonly synthesizer: SpeechSynthesizer;
}

/** What is behind the routes. */
interface Backend {
  readonly sessions: Pick<Sessions, 'view'>;
  readonly voice: Voice;
}

interface Around {
  /** Runs a route once the programs behind the page are there. */
  readonly whenReady: (
    route: (backend: Backend, ...args: Parameters<RequestHandler>) => void | Promise<void>,
  ) => RequestHandler;
  readonly noSession: (response: Response) => void;
}

const maxSpeechBodyBytes = 32 * 1_024;
const speechBody = z.strictObject({ speech: z.string().min(1).max(maxSpokenCharacters) });

const statusOf: Readonly<Record<HearingFailure, number>> = {
  not_installed: 501,
  other_language: 501,
  busy: 429,
  too_slow: 504,
  engine_failed: 502,
};

/** To be used before anything that reads bodies: speech is longer than what else a page sends. */
export function voiceRoutes({ whenReady, noSession }: Around): Router {
  const router = express.Router();

  router
    .route('/api/voice')
    .get(
      whenReady(({ voice }, _request, response) => {
        const failure = voice.recognizer.unavailable();
        // The page asks when somebody is about to speak.
        voice.recognizer.prepare();
        const hearing =
          failure === null
            ? ({ available: true } as const)
            : ({ available: false, sentence: failureWords[failure] } as const);
        response.json({ hearing } satisfies VoiceState);
      }),
    )
    .all(wrongMethod('GET'));

  router
    .route('/api/hear')
    .post(
      express.raw({ type: audioMediaType, limit: maxAudioBytes }),
      whenReady(async ({ voice, sessions }, request, response) => {
        const samples: unknown = request.body;
        if (!Buffer.isBuffer(samples) || samples.length % bytesPerSample !== 0) {
          const wanted = `Send ${audioMediaType}: 16 kHz, 16 bits, one channel, ${maxAudioSeconds} s at most.`;
          refuse(response, 400, 'bad_audio', wanted);
          return;
        }
        const session = sessions.view(request.get(sessionHeader) ?? '');
        if (session === null) {
          noSession(response);
          return;
        }
        if (samples.length < minAudioBytes) {
          response.json({ text: null } satisfies HeardWords);
          return;
        }
        const expected = expectedFor(session.challenge);
        const heard = await voice.recognizer.hear(samples, expected, whileWaiting(response));
        if (heard.kind === 'failed')
          refuse(response, statusOf[heard.failure], heard.failure, failureWords[heard.failure]);
        else response.json({ text: heard.kind === 'heard' ? heard.text : null } satisfies HeardWords);
      }),
    )
    .all(wrongMethod('POST'));

  router
    .route('/api/speech')
    .post(
      express.json({ limit: maxSpeechBodyBytes, type: 'application/json' }),
      whenReady(async ({ voice }, request, response) => {
        const body = speechBody.safeParse(request.body);
        if (!body.success) {
          refuse(response, 400, 'bad_body', 'Send {"speech": plain words or SSML, as Alexa takes it}.');
          return;
        }
        try {
          response.type('audio/wav').send(await voice.synthesizer.speak(segmentsOf(body.data.speech)));
        } catch (error) {
          if (!(error instanceof SpeechFailure)) throw error;
          refuse(response, 502, 'not_spoken', 'The voice of this machine failed. The words are on the page.');
        }
      }),
    )
    .all(wrongMethod('POST'));

  return router;
}

/** Digits are heard better when it is known that they are, and how many. */
export function expectedFor(challenge: StepUpChallenge | null): Expected {
  switch (challenge?.kind) {
    case 'voice-pin':
      return { kind: 'digits', digits: 4 };
    case 'pin-digits':
      return { kind: 'digits', digits: challenge.positions.length };
    case 'one-time-code':
      return { kind: 'digits', digits: 6 };
    case undefined:
      return { kind: 'speech' };
  }
}

/** Ends when the page has gone before it was answered. */
function whileWaiting(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort();
  });
  return gone.signal;
}
