import { PikaError } from '../../engine/index';

/**
 * Copies something that is still to come. Call it in the task of a click or key: browsers allow it only then, and wait
 * for the content themselves.
 * @throws PikaError `engine/no-clipboard` if the browser refuses, or why there is nothing to copy
 */
export async function writeClipboard(type: 'image/png' | 'text/plain', content: Promise<Blob>): Promise<void> {
  try {
    // Pages without HTTPS have no clipboard.
    await navigator.clipboard.write([new ClipboardItem({ [type]: content })]);
  } catch (thrown) {
    await content;
    throw refused(type, thrown);
  }
}

function refused(type: string, thrown: unknown): PikaError {
  const isMissing = !(navigator.clipboard as Clipboard | undefined) || !('ClipboardItem' in globalThis);
  const found = isMissing
    ? isSecureContext
      ? 'a browser that has none'
      : 'a page that is not served over HTTPS'
    : `the browser’s refusal: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  return new PikaError(
    'engine/no-clipboard',
    {
      subject: type === 'image/png' ? 'copying a picture' : 'copying a text',
      expected: 'access to the clipboard',
      found,
      next: isMissing
        ? 'Save a file instead.'
        : 'Click into the page, allow it to use the clipboard, and copy again; or save a file instead.',
    },
    thrown,
  );
}
