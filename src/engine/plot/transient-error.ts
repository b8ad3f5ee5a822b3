import type { PikaError } from '../errors';

/**
 * Errors that resolve by themselves: the rows or the backend are being replaced. If no replacement comes, the engine
 * reports that itself.
 */
export function isTransient({ code }: PikaError): boolean {
  return code === 'source/aborted' || code === 'gpu/device-lost' || code === 'cpu/worker';
}
