import { TEST_GPU } from './chromium.mjs';
import config, { chromiumWith } from './web-test-runner.config.mjs';

/** For files that ask for WebGPU. */
export default { ...config, browsers: [await chromiumWith(TEST_GPU)] };
