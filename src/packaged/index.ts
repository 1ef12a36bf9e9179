/** The packaged functions, run on this machine as Lambda runs them. */
export { httpEvent, httpResponse } from './http-event.ts';
export { sentenceOf } from './options.ts';
export {
  maxBundleBytes,
  NoPackage,
  packagedFunction,
  type FunctionName,
  type PackagedFunction,
} from './packaged-function.ts';
export { startZip, type RunningFunction } from './start-zip.ts';
export type { Invoked, RunOptions } from './instance.ts';
