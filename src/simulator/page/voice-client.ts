/** The page's calls to the voice of its server; what the server refuses is thrown with the server's own words. */
import { sessionHeader } from '../page-api.ts';
import { audioMediaType } from '../voice/audio-format.ts';
import type { HeardWords, VoiceState } from '../voice/speech-api.ts';
import { send } from './client.ts';

// As in `client.ts`: what answers is a part of the same program.
export const getVoice = async () => (await (await send('/api/voice', {})).json()) as VoiceState;

/** Samples of one utterance; every machine that runs a browser has their bytes in the order that is wanted. */
export async function hear(
  session: string,
  samples: Int16Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<HeardWords> {
  const response = await send('/api/hear', {
    method: 'POST',
    headers: { 'content-type': audioMediaType, [sessionHeader]: session },
    body: samples,
    signal,
  });
  return (await response.json()) as HeardWords;
}

/** A reply as a WAV file, spoken by the voice of this machine. */
export async function fetchSpeech(speech: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await send('/api/speech', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ speech }),
    signal,
  });
  return response.arrayBuffer();
}
