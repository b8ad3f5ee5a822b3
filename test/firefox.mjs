/** Which Firefox the tests drive, and with which preferences. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['firefox-esr', 'firefox'];
const PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:/Program Files/Mozilla Firefox/firefox.exe'];
const VULKAN_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];

/**
 * The path of a Firefox as its makers ship it: the one `FIREFOX` names, else one on this machine. Null when there is
 * none. Throws when `FIREFOX` names no file.
 */
export function findFirefox() {
  const named = process.env.FIREFOX;
  if (named) {
    if (!existsSync(named))
      throw new Error(`FIREFOX: expected the path of a Firefox, found "${named}", which does not exist.`);
    return named;
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...PLACES, ...onPath].find((path) => existsSync(path)) ?? null;
}

/** Firefox on Linux reaches WebGPU through Vulkan: Mesa's lavapipe where there is no GPU. */
export function hasVulkan() {
  return (
    process.platform !== 'linux' ||
    VULKAN_DRIVERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0)
  );
}

/** WebGPU although the adapter is software; no traffic of the browser's own. */
export const PREFERENCES = {
  'dom.webgpu.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};
