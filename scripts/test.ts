/**
 * `npm test`: types and tests at the same time, since neither fills two cores. What the compiler has to say comes last, in
 * one piece. Arguments go to vitest: `npm test -- test/bank`.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const compiler = spawn('npm', ['run', '--silent', 'types'], { stdio: ['ignore', 'pipe', 'inherit'] });
const tests = spawn('vitest', ['run', '--project', 'node', ...process.argv.slice(2)], { stdio: 'inherit' });

const ended = (program: typeof compiler | typeof tests): Promise<boolean> =>
  new Promise((resolve, reject) => {
    program.once('error', reject);
    program.once('close', code => resolve(code === 0));
  });
const [complaints, areTypesRight, arePassed] = await Promise.all([
  text(compiler.stdout),
  ended(compiler),
  ended(tests),
]);
process.stdout.write(
  areTypesRight ? 'The types are right.\n' : `${complaints}\nThe types are wrong: see above.\n`,
);
process.exit(areTypesRight && arePassed ? 0 : 1);
