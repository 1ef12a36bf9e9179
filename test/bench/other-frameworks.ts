/** Hello world by other frameworks, which nothing but this benchmark needs: installed when it is asked for. */
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

const source = 'test/bench/other-frameworks';

/** Each apart from the packages of others, ours too: a framework would be bundled with what it finds beside it. */
const frameworks = { 'Jovo, hello world': 'jovo', 'ask-sdk (full), hello world': 'ask-sdk' } as const;

/**
 * Installs them with npm below `outFolder`, and bundles each into it as our own function is.
 * @returns the bundles by the names of their rows
 * @throws Error when npm cannot install them
 */
export async function bundleOthers(outFolder: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(outFolder, 'other-frameworks');
  await cp(source, folder, { recursive: true });
  // Nothing of theirs runs while it is installed.
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const bundles: Record<string, string> = {};
  for (const [name, framework] of Object.entries(frameworks)) {
    const cwd = join(folder, framework);
    const { status } = spawnSync('npm', install, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`npm could not install ${framework}; it has said why.`);
    const outfile = join(outFolder, `${framework}.js`);
    // Jovo's own entry would load its test suite when a test asks for it.
    await bundle(join(cwd, 'hello.cjs'), outfile, ['@jest/globals']);
    bundles[name] = outfile;
  }
  return bundles;
}
