import type { FileOptions } from '../../engine/index';
import { saveFile } from '../saving/save-file';

/** What to save, and under which name. */
export type DownloadRowsOptions = FileOptions & {
  /** The name of the file; default: the name of the query. The extension is added if it is missing. */
  readonly name?: string;
};

const FORMATS = {
  csv: { extension: '.csv', media: 'text/csv' },
  parquet: { extension: '.parquet', media: 'application/vnd.apache.parquet' },
  // A stream of Arrow: `.arrow` is for files with a footer.
  arrow: { extension: '.arrows', media: 'application/vnd.apache.arrow.stream' },
} as const;

/** Chromium's dialog for a file to write. TypeScript does not know it. */
interface FilePicker {
  showSaveFilePicker?(options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }): Promise<{ createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>> }>;
}

/**
 * Saves rows as a file. Where the browser lets a page write a file that the user chooses, the chunks go there as they
 * come. Otherwise each becomes a Blob, which the browser may move to the disk, and the file is these Blobs.
 */
export async function downloadRows(
  query: { readonly name: string | null; toStream(options: FileOptions): ReadableStream<Uint8Array<ArrayBuffer>> },
  { name, ...options }: DownloadRowsOptions,
): Promise<void> {
  // A type that does not exist is reported by the stream.
  const { extension, media } = FORMATS[options.type] ?? FORMATS.csv;
  const title = name?.trim() || query.name || 'rows';
  const chosen = options.type in FORMATS ? await chooseFile(title, media, extension) : 'none';
  if (chosen === 'canceled') return;
  const rows = query.toStream(options);
  if (chosen !== 'none') return rows.pipeTo(await chosen.createWritable());
  const blobs: Blob[] = [];
  await rows.pipeTo(new WritableStream({ write: (chunk) => void blobs.push(new Blob([chunk])) }));
  saveFile(new Blob(blobs, { type: media }), title, extension);
}

/** The file that the user chooses. None if the browser can't ask, or only when the user has just pressed something. */
async function chooseFile(
  title: string,
  media: string,
  extension: string,
): Promise<{ createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>> } | 'canceled' | 'none'> {
  const page = globalThis as FilePicker;
  if (!page.showSaveFilePicker || !navigator.userActivation?.isActive) return 'none';
  const suggestedName = title.toLowerCase().endsWith(extension) ? title : title + extension;
  try {
    return await page.showSaveFilePicker({ suggestedName, types: [{ accept: { [media]: [extension] } }] });
  } catch (thrown) {
    // Frames of other origins may not ask.
    return thrown instanceof DOMException && thrown.name === 'AbortError' ? 'canceled' : 'none';
  }
}
