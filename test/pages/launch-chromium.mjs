import { chromium } from 'playwright-core';
import { findChromium, NO_GPU } from '../chromium.mjs';
import { PATIENT_LAUNCH } from './patient.mjs';

/** A Chromium that no step fails for being slow; without a GPU, unless `flags` bring one. */
export async function launchChromium(flags = NO_GPU) {
  return chromium.launch({ ...PATIENT_LAUNCH, executablePath: await findChromium(), args: flags });
}
