import { PikaError } from '../errors';

/** source/bad-file, unless what was thrown says more by itself. */
export function badFile(
  name: string,
  query: string,
  part: string,
  thrown: unknown,
  next = 'The file may be cut short or damaged: fetch or write it again.',
): unknown {
  // A dead WebAssembly instance is the service's affair.
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
 * What was thrown about bytes that can't be read, in words. A RangeError comes from a read past the end of the bytes,
 * and its text says nothing about the file.
 */
export function whyUnreadable(thrown: unknown): string {
  const text = (thrown instanceof Error ? thrown.message : String(thrown)).trim();
  return thrown instanceof RangeError || thrown instanceof TypeError ? `damaged bytes (${text})` : text;
}
