/** The language, trained once for all test files that a process runs. */
import { loadLanguage, type Language } from '../../src/simulator/language.ts';

let language: Language | null = null;

export const trainedEnglish = (): Language => (language ??= loadLanguage('en-US'));
