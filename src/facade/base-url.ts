/** Where the bank's facade is: the one address that the skill's questions, tokens and PINs are sent to. */

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads the facade's base URL: https, or http on this machine alone, since tokens and PINs travel to it.
 * @returns The base without a slash at its end, to which the contract's paths are appended.
 * @throws Error with a sentence that says what to do.
 */
export function readBaseUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null)
    throw new Error('The facade URL is not a URL: write it like https://facade.bank.example.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname))) {
    throw new Error(
      'The facade URL has to begin with https://, because access tokens and PINs travel to it. ' +
        'Plain http is only for a bank on this machine (http://127.0.0.1:PORT).',
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new Error('The facade URL has to be without user, password, query and fragment.');
  }
  return url.href.replace(/\/+$/, '');
}
