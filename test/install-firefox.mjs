/** Gets a Firefox, and a Vulkan for its WebGPU, onto a Debian machine that has none. */
import { runCommand } from '../examples/prepare.mjs';
import { findFirefox, hasVulkan } from './firefox.mjs';
import { asRoot } from './install-chromium.mjs';

/** The path of a Firefox; null when there is none and none can be had, which is said. */
export async function provideFirefox() {
  const missing = [...(findFirefox() ? [] : ['firefox-esr']), ...(hasVulkan() ? [] : ['mesa-vulkan-drivers'])];
  if (missing.length > 0 && process.platform === 'linux') {
    console.log(`No ${missing.join(', no ')} here; trying to install by apt-get …`);
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
