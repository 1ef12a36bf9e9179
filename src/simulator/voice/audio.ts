/** WAV files of one channel and 16 bits. Pure. */
import { bytesPerSample, sampleRateHz } from './audio-format.ts';

const headerBytes = 44;

/** A WAV file around samples (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0"). */
export function wavOf(samples: Int16Array, rateHz = sampleRateHz): Buffer {
  const wav = Buffer.alloc(headerBytes + samples.length * bytesPerSample);
  wav.write('RIFF', 0, 'ascii');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'ascii');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // one channel
  wav.writeUInt32LE(rateHz, 24);
  wav.writeUInt32LE(rateHz * bytesPerSample, 28);
  wav.writeUInt16LE(bytesPerSample, 32);
  wav.writeUInt16LE(bytesPerSample * 8, 34);
  wav.write('data', 36, 'ascii');
  wav.writeUInt32LE(samples.length * bytesPerSample, 40);
  samples.forEach((sample, at) => wav.writeInt16LE(sample, headerBytes + at * bytesPerSample));
  return wav;
}

/** The samples of a WAV file of one channel and 16 bits, and their rate. Throws where it is none. */
export function samplesOf(wav: Buffer): { readonly samples: Int16Array; readonly rateHz: number } {
  if (wav.length < headerBytes || wav.toString('ascii', 0, 4) !== 'RIFF') throw new Error('This is no WAV.');
  let rateHz = 0;
  for (let at = 12; at + 8 <= wav.length;) {
    const name = wav.toString('ascii', at, at + 4);
    const length = Math.min(wav.readUInt32LE(at + 4), wav.length - at - 8);
    if (name === 'fmt ') rateHz = wav.readUInt32LE(at + 12);
    if (name === 'data') {
      const samples = new Int16Array(Math.floor(length / bytesPerSample));
      samples.forEach((_, index) => (samples[index] = wav.readInt16LE(at + 8 + index * bytesPerSample)));
      return { samples, rateHz };
    }
    // Chunks begin at even offsets.
    at += 8 + length + (length % 2);
  }
  throw new Error('This WAV has no samples.');
}
