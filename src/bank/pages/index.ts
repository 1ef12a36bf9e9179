/** The bank's pages for its customers. */
export { setLogin, type LoginRefusal } from './login.ts';
export { createPages } from './router.ts';
export { createErrorPage, type PagesOptions } from './shell.ts';
