import { PikaError } from '../errors';

/** The error source/bad-file, unless what was thrown is more specific. */
export function badFile(
  name: string,
  query: string,
  part: string,
  thrown: unknown,
  next = 'The file may be cut short or damaged: fetch or write it again.',
): unknown {
  // The service handles a dead WebAssembly instance.
  if (thrown instanceof PikaError || thrown instanceof WebAssembly.RuntimeError) return thrown;
  const why = whyUnreadable(thrown);
  return new PikaError(
    'source/bad-file',
    {
      subject: `file "${name}" of query "${query}"`,
      expected: `${part} to be readable`,
      found: why === '' ? 'that it is not' : why,
      next,
    },
    thrown,
  );
}

/**
 * Describes an error about unreadable bytes. A RangeError comes from a read past the end of the bytes, and its text
 * says nothing about the file.
 */
export function whyUnreadable(thrown: unknown): string {
  const text = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
  return thrown instanceof RangeError || thrown instanceof TypeError ? `damaged bytes (${text})` : text;
}
