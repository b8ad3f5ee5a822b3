import type { PikaError } from '../errors';

/**
 * Errors that say only that something else comes: other rows, or another backend in the place of a lost one. When none
 * comes, the engine says so itself.
 */
export function isTransient({ code }: PikaError): boolean {
  return code === 'source/aborted' || code === 'gpu/device-lost' || code === 'cpu/worker';
}
