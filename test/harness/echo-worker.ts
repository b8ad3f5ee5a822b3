import { PAGE_ROWS } from '../../src/engine/columns/column';

/** Replies with its input and an imported constant, to test that TypeScript and imports work in workers. */
addEventListener('message', ({ data }: MessageEvent<number>) => postMessage([data, PAGE_ROWS]));
