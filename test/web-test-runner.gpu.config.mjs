import { GPU_FLAGS } from './chromium.mjs';
import config, { chromiumWith } from './web-test-runner.config.mjs';

/** For files that use WebGPU; on a real GPU with GPU=nvidia. */
export default { ...config, browsers: [await chromiumWith(GPU_FLAGS)] };
