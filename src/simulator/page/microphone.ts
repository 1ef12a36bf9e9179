/** The microphone, open only while somebody speaks: samples as the machine's recogniser takes them. */
import { maxAudioSeconds, sampleRateHz } from '../voice/audio-format.ts';

/** Why there is nothing to hear with. */
export type MicrophoneProblem = 'refused' | 'missing' | 'unusable';

export class MicrophoneRefusal extends Error {
  override readonly name = 'MicrophoneRefusal';
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem) {
    super(problem);
    this.problem = problem;
  }
}

export interface Recording {
  /** Ends it, a moment after the last word, and gives what was heard; null when there was no time for a word. */
  stop(): Promise<Int16Array<ArrayBuffer> | null>;
  /** Ends it and drops what was heard. */
  cancel(): void;
}

/** People let go of the button on their last syllable. */
const tailMs = 220;

/** Nobody says a word in less; the button was tapped, not held. */
const minHeldMs = 150;

/**
 * Opens the microphone; the browser may ask the person first. Rejects with {@link MicrophoneRefusal}.
 *
 * @param onLevel told how loud it is, 0 to 1, many times a second
 * @param onFull told when nothing more fits
 */
export async function openMicrophone(
  onLevel: (level: number) => void,
  onFull: () => void,
): Promise<Recording> {
  const stream = await openStream();
  const context = new AudioContext({ sampleRate: sampleRateHz });
  let source: { readonly context: AudioContext; readonly node: AudioNode };
  try {
    source = connect(context, stream);
  } catch {
    // Firefox takes a microphone at its own rate alone; the samples are brought to ours at the end.
    await context.close();
    const other = new AudioContext();
    source = { context: other, node: other.createMediaStreamSource(stream) };
  }
  const { context: audio, node } = source;
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    if (audio.state !== 'closed') void audio.close();
  };

  const blocks: Float32Array[] = [];
  let length = 0;
  const most = maxAudioSeconds * audio.sampleRate;
  try {
    await audio.audioWorklet.addModule('/recorder.js');
    const recorder = new AudioWorkletNode(audio, 'recorder', { numberOfOutputs: 0 });
    recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (length + data.length > most) {
        onFull();
        return;
      }
      blocks.push(data);
      length += data.length;
      onLevel(levelOf(data));
    };
    node.connect(recorder);
    await audio.resume();
  } catch {
    close();
    throw new MicrophoneRefusal('unusable');
  }

  return {
    cancel: close,
    stop: async () => {
      await new Promise(resolve => setTimeout(resolve, tailMs));
      close();
      if (length < ((tailMs + minHeldMs) / 1_000) * audio.sampleRate) return null;
      const heard = await atOurRate(joined(blocks, length), audio.sampleRate);
      return Int16Array.from(heard, sample => Math.round(Math.min(Math.max(sample, -1), 1) * 32_767));
    },
  };
}

async function openStream(): Promise<MediaStream> {
  // Absent where the page is not on this machine and not on https.
  if (!('mediaDevices' in navigator)) throw new MicrophoneRefusal('unusable');
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') throw new MicrophoneRefusal('refused');
    throw new MicrophoneRefusal(name === 'NotFoundError' ? 'missing' : 'unusable');
  }
}

const connect = (context: AudioContext, stream: MediaStream) => ({
  context,
  node: context.createMediaStreamSource(stream),
});

/** Loudness as it is felt: speech at arm's length is about the middle. */
function levelOf(block: Float32Array): number {
  const power = block.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, block.length);
  const decibels = 10 * Math.log10(power + 1e-9);
  return Math.min(Math.max((decibels + 60) / 50, 0), 1);
}

function joined(blocks: readonly Float32Array[], length: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}

async function atOurRate(samples: Float32Array<ArrayBuffer>, rateHz: number): Promise<Float32Array> {
  if (rateHz === sampleRateHz || samples.length === 0) return samples;
  const offline = new OfflineAudioContext(
    1,
    Math.ceil((samples.length * sampleRateHz) / rateHz),
    sampleRateHz,
  );
  const buffer = offline.createBuffer(1, samples.length, rateHz);
  buffer.copyToChannel(samples, 0);
  const source = offline.createBufferSource();
  source.buffer = buffer;
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}
