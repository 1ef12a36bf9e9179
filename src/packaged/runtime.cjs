/**
 * The process in which a packaged function runs, as Lambda's own runtime does it: loads the handler from the unzipped
 * folder, then calls it with one event after the other. It is plain JavaScript so that nothing is loaded beside the
 * function that Lambda would not load. Arguments: the module, the name of its export, and the instant at which the
 * clock stands still, or nothing.
 */
'use strict';
const [modulePath, exportName, nowMs] = process.argv.slice(2);
if (nowMs !== '') Date.now = () => Number(nowMs);

/** What Lambda tells of an error to whoever has invoked the function. */
const errorOf = error =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: typeof error, errorMessage: String(error) };

let handler;
try {
  handler = require(modulePath)[exportName];
  if (typeof handler !== 'function') throw new Error(`${exportName} is not a function of ${modulePath}`);
  // Lambda's runtime for Node 24 knows no callbacks any more, and refuses a handler that takes one.
  if (handler.length > 2) throw new Error('Runtime.CallbackHandlerDeprecated');
  process.send({ kind: 'ready' });
} catch (error) {
  process.send({ kind: 'failed', error: errorOf(error) });
}

process.on('message', ({ event, context }) => {
  Promise.resolve()
    .then(() => handler(event, context))
    // What is not JSON does not leave Lambda either.
    .then(response => ({ kind: 'answered', json: JSON.stringify(response) ?? 'null' }))
    .catch(error => ({ kind: 'threw', error: errorOf(error) }))
    .then(message => {
      // As Lambda does it; by this line the other side knows that it has read all that came before.
      process.stdout.write(`END RequestId: ${context.awsRequestId}\n`);
      process.send({ ...message, loaded: process.moduleLoadList });
    });
});
