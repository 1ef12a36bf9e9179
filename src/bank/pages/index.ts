/** The bank's pages for its customers. */
export { loginRefusalWords, setLogin } from './login.ts';
export { createPages } from './router.ts';
export { createErrorPage, type PagesOptions } from './shell.ts';
