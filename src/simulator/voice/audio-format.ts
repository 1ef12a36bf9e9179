/** The sound that the page sends and this machine's engines take: numbers alone, so that both sides can lean on them. */

/** What speech recognition is trained on; the page records at this rate as well. */
export const sampleRateHz = 16_000;

/** Signed 16-bit little-endian, one channel. */
export const bytesPerSample = 2;

/** Nobody asks about a balance for longer. */
export const maxAudioSeconds = 20;
export const maxAudioBytes = maxAudioSeconds * sampleRateHz * bytesPerSample;

/** A tap on the button, and no word. */
const minAudioMs = 250;
export const minAudioBytes = (minAudioMs / 1_000) * sampleRateHz * bytesPerSample;

/** The media type of raw samples; rate and width are fixed, above. A form of another page cannot send it. */
export const audioMediaType = 'audio/raw';
