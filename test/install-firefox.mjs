/** Installs Firefox, and Vulkan for its WebGPU, on a Debian machine that lacks them. */
import { runCommand } from '../examples/prepare.mjs';
import { findFirefox, hasVulkan } from './firefox.mjs';
import { asRoot } from './install-chromium.mjs';

/** The path of a Firefox, installed if necessary; null, with a message printed, if that fails. */
export async function provideFirefox() {
  const missing = [...(findFirefox() ? [] : ['firefox-esr']), ...(hasVulkan() ? [] : ['mesa-vulkan-drivers'])];
  if (missing.length > 0 && process.platform === 'linux') {
    console.log(`No ${missing.join(', no ')} found; trying to install with apt-get …`);
    try {
      for (const [program, args] of [
        asRoot('apt-get', 'update'),
        asRoot('apt-get', 'install', '-y', '--no-install-recommends', ...missing),
      ]) {
        await runCommand(program, args, { stdio: 'ignore' });
      }
    } catch (error) {
      console.log(`  ${error.message}`);
    }
  }
  return findFirefox();
}
