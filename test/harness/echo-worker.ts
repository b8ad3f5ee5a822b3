import { PAGE_ROWS } from '../../src/engine/columns/column';

/**
 * Answers with what it got and with a constant it imports, so that a test sees TypeScript and imports work in workers.
 */
addEventListener('message', ({ data }: MessageEvent<number>) => postMessage([data, PAGE_ROWS]));
