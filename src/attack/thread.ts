/** One thread of the attack: it is given customers by number, one at a time, and null when there are no more. */
import { parentPort, workerData } from 'node:worker_threads';
import { attackCustomer, type ThreadData, type ThreadMessage } from './run.ts';

if (parentPort === null) throw new Error('this file is a thread of the attack');
const port = parentPort;
// `runAttack` starts this thread and gives it nothing else.
const { plan } = workerData as ThreadData;

port.on('message', (index: number | null) => {
  if (index === null) {
    port.close();
    return;
  }
  void attackCustomer(plan, index).then(rows => {
    const message: ThreadMessage = { index, rows };
    port.postMessage(message);
  });
});
