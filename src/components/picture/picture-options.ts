import { describeValue, listNames, nearestNames, PikaError } from '../../engine/index';

export type PictureType = 'image/png' | 'image/svg+xml' | 'application/pdf';

/** What kind of picture `toBlob` and `download` of a plot make. */
export interface PictureOptions {
  /** Default: `image/png`. */
  readonly type?: PictureType;
  /**
   * Pixels of the picture per CSS pixel, from 1 to 4; default: those of the screen. Everything is drawn again in these
   * pixels, marks included, so it is sharp. SVG and PDF scale without loss, except for their marks, which have this
   * many pixels: in a PDF at least 3, as it is made to be printed.
   */
  readonly scale?: number;
  /** A CSS color, or `transparent`; default: the color behind the plot on the page. */
  readonly background?: string;
}

export interface DownloadOptions extends PictureOptions {
  /** The name of the file; default: the id of the plot, or `plot`. The extension is added if it is missing. */
  readonly name?: string;
}

/** What `copy` of a plot puts into the clipboard: always a PNG, the only picture that browsers copy. */
export type CopyOptions = Pick<PictureOptions, 'scale' | 'background'>;

export const EXTENSIONS: Readonly<Record<PictureType, string>> = {
  'image/png': '.png',
  'image/svg+xml': '.svg',
  'application/pdf': '.pdf',
};
const TYPES = Object.keys(EXTENSIONS);
const NAMES: readonly (keyof DownloadOptions)[] = ['type', 'scale', 'background', 'name'];
export const MOST_SCALE = 4;

/**
 * Throws engine/bad-option for the first option that is wrong.
 * @param options values of a script, which may be anything
 * @param names those that are allowed
 */
export function checkOptions(options: unknown, names: readonly string[] = NAMES): asserts options is DownloadOptions {
  if (typeof options !== 'object' || options === null)
    throw wrong('options of a picture', 'an object', options, "Write for example toBlob({ type: 'image/svg+xml' }).");
  for (const name of Object.keys(options))
    if (!names.includes(name)) {
      const [meant] = nearestNames(name, names);
      const next = meant ? `Did you mean "${meant}"?` : 'Leave it out.';
      throw wrong('options of a picture', `only the names ${listNames(names)}`, name, next);
    }
  const { type, scale, background, name } = options as Readonly<Record<keyof DownloadOptions, unknown>>;
  if (type !== undefined && !TYPES.some((known) => known === type))
    throw wrong('type of a picture', listNames(TYPES), type, 'Use one of these types.');
  if (scale !== undefined && !(typeof scale === 'number' && scale >= 1 && scale <= MOST_SCALE))
    throw wrong('scale of a picture', `a number from 1 to ${MOST_SCALE}`, scale, 'Write for example scale: 2.');
  if (background !== undefined && !(typeof background === 'string' && CSS.supports('color', background)))
    throw wrong('background of a picture', 'a CSS color', background, 'Write for example "white" or "transparent".');
  if (name !== undefined && !(typeof name === 'string' && name.trim() !== ''))
    throw wrong('name of a picture', 'a text that is not empty', name, 'Write for example name: "sales".');
}

function wrong(subject: string, expected: string, found: unknown, next: string): PikaError {
  return new PikaError('engine/bad-option', { subject, expected, found: describeValue(found), next });
}
