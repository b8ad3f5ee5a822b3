/** The Chromium that the tests drive, and its command lines. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
];

/**
 * The path of a Chromium or Chrome: the one `CHROME` names, else one installed on this machine, else one downloaded by
 * playwright-core. Null if there is none. Throws if `CHROME` names no file.
 */
export async function findChromium() {
  const named = process.env.CHROME;
  if (named) {
    if (!existsSync(named))
      throw new Error(`CHROME: expected the path of a Chromium or Chrome, found "${named}", which does not exist.`);
    return named;
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...PLACES, ...onPath].find((path) => existsSync(path)) ?? (await downloadedChromium());
}

async function downloadedChromium() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

/** No sandbox, because tests often run as root in a container; no background traffic of the browser. */
const QUIET = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * WebGPU without a GPU, on SwiftShader. Screenshots need the Vulkan flags: without these, WebGPU computes but its
 * canvases stay blank.
 */
export const SOFTWARE_GPU = [
  ...QUIET,
  '--enable-unsafe-webgpu',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--enable-gpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/** An NVIDIA GPU without a display: there only `requestAdapter({ featureLevel: 'compatibility' })` returns the GPU. */
export const NVIDIA_HEADLESS = [
  ...QUIET,
  '--enable-unsafe-webgpu',
  '--ignore-gpu-blocklist',
  '--enable-gpu',
  '--enable-features=Vulkan',
  '--use-angle=vulkan',
  '--disable-vulkan-surface',
];

/**
 * Flags for tests: shaders zero workgroup memory in an explicit loop. SwiftShader would otherwise generate code in
 * proportion to that memory, and spend most of its time compiling it.
 */
export const TEST_GPU = [
  ...SOFTWARE_GPU,
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
];

/**
 * WebGPU whose output is not displayed: the browser composites without the GPU, as on some machines without a display.
 */
export const UNSEEN_GPU = [...TEST_GPU, '--disable-gpu-compositing'];

/** `GPU=nvidia npm test -- pages` uses a real GPU; without it the tests run anywhere. */
export const GPU_FLAGS = process.env.GPU === 'nvidia' ? NVIDIA_HEADLESS : TEST_GPU;

/**
 * Simulates a machine with no GPU, for tests that compute on the CPU: a software GPU would use much of both cores to
 * composite pages.
 */
export const NO_GPU = [...QUIET, '--disable-gpu'];
