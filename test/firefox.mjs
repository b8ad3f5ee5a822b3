/** The Firefox that the tests drive, and its preferences. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['firefox-esr', 'firefox'];
const PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:/Program Files/Mozilla Firefox/firefox.exe'];
const VULKAN_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];

/**
 * The path of an official Firefox build: the one `FIREFOX` names, else one installed on this machine. Null if there is
 * none. Throws if `FIREFOX` names no file.
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

/** Firefox on Linux uses WebGPU through Vulkan: Mesa's lavapipe where there is no GPU. */
export function hasVulkan() {
  return (
    process.platform !== 'linux' ||
    VULKAN_DRIVERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0)
  );
}

/** Enables WebGPU on a software adapter; no background traffic of the browser. */
export const PREFERENCES = {
  'dom.webgpu.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};
