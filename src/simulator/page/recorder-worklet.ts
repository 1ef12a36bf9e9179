/** Hands what the microphone hears to the page, on the audio thread: a module of its own, loaded as a worklet. */

// The types of the DOM do not cover the worklet's own global scope (Web Audio API, section 1.32).
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

registerProcessor(
  'recorder',
  class extends AudioWorkletProcessor {
    process([input]: readonly (readonly Float32Array[])[]): boolean {
      const [channel] = input ?? [];
      // The buffer is used again for the next block.
      if (channel !== undefined) this.port.postMessage(channel.slice());
      return true;
    }
  },
);
