/** Installs Chromium if the machine has none. */
import { runCommand } from '../examples/prepare.mjs';
import { findChromium } from './chromium.mjs';

const isRoot = process.getuid?.() === 0;
export const asRoot = (program, ...args) =>
  isRoot ? [program, args] : ['sudo', ['--non-interactive', program, ...args]];

const WAYS = [
  {
    name: 'Playwright',
    steps: [[process.execPath, ['node_modules/playwright-core/cli.js', 'install', '--with-deps', 'chromium']]],
  },
  { name: 'apt-get', steps: [asRoot('apt-get', 'update'), asRoot('apt-get', 'install', '-y', 'chromium')] },
];

/** The path of a Chromium, installed if necessary. Throws a message with alternatives if that fails. */
export async function requireChromium() {
  const found = await findChromium();
  if (found) return found;
  for (const { name, steps } of WAYS) {
    console.log(`No Chromium found; trying to install it with ${name} …`);
    try {
      for (const [program, args] of steps) await runCommand(program, args);
    } catch (error) {
      console.log(`  ${error.message}`);
    }
    const installed = await findChromium();
    if (installed) return installed;
  }
  throw new Error(
    [
      'The browser tests need Chromium, and none was found or could be installed. Use one of these:',
      '  1. CHROME=/path/to/chromium npm test',
      '  2. npx playwright-core install --with-deps chromium',
      '  3. apt-get install chromium (or Google Chrome in its usual place)',
    ].join('\n'),
  );
}
