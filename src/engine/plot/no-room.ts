import { PikaError, type PikaErrorCode } from '../errors';

const NO_ROOM: readonly PikaErrorCode[] = ['memory/over-budget', 'memory/exhausted', 'gpu/out-of-memory'];

/** Whether a column did not fit into memory, so that the database has to answer instead of kernels. */
export function isNoRoom(thrown: unknown): thrown is PikaError {
  return thrown instanceof PikaError && NO_ROOM.includes(thrown.code);
}
