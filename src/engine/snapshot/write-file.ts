import { PikaError } from '../errors';

/**
 * Writes a file that is whole at any time: the browser writes to a copy, which replaces the file at the end. If the
 * page closes or the disk is full, the file stays as it was.
 * @param file chosen by the user, or in the private file system of the origin
 * @throws PikaError `snapshot/no-storage`; the reason of `signal` if that stops it
 */
export async function writeFile(file: FileSystemFileHandle, blob: Blob, signal?: AbortSignal): Promise<void> {
  try {
    // Closes the copy at the end, and drops it if anything fails.
    await blob.stream().pipeTo(await file.createWritable(), signal && { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw new PikaError('snapshot/no-storage', {
      subject: `file "${file.name}"`,
      expected: 'to be written',
      found: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
      next: 'Free space, or choose another place. An existing file is unchanged.',
    });
  }
}
