/// <reference types="node" />
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What the heap holds once what nobody holds is gone, in bytes. */
export function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
