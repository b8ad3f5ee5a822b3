import { PikaError } from '../errors';
import { listNames, nearestNames } from '../nearest-names';
import { LAYER_ATTRIBUTES, PLOT_ATTRIBUTES, type Attribute, type PlotTexts } from './attributes/attributes';
import type { PlotRequest } from './plot-spec';
import { isAttribute, isOptional, jsonTree, MAX_LAYERS, SPEC_VERSION, type JsonTree } from './spec-json';

const PLOT_TREE = jsonTree(PLOT_ATTRIBUTES);
const LAYER_TREE = jsonTree(LAYER_ATTRIBUTES);

/**
 * Reads a plot from JSON. The JSON may come from anywhere, so every part is checked. Expressions are SQL, as in
 * attributes.
 * @throws PikaError `spec/bad-spec`, which names the path of the wrong part
 */
export function specFromJson(json: unknown): PlotRequest {
  const { $schema: _, version, layers, ...plot } = record(json, []);
  if (version !== undefined && version !== SPEC_VERSION) throw badVersion(version);
  const texts = readTree(plot, PLOT_TREE, []);
  if (layers === undefined) return texts;
  if (!Array.isArray(layers) || layers.length > MAX_LAYERS)
    throw bad(['layers'], `an array of at most ${MAX_LAYERS} layers`, layers, EXAMPLE_LAYERS);
  return {
    ...texts,
    layers: layers.map((layer, i) => {
      const path = [`layers[${i}]`];
      return readTree(record(layer, path), LAYER_TREE, path, true);
    }),
  };
}

/** An error box shows a few lines: more names would hide what was found, and the next step. */
const MAX_LISTED = 12;
const EXAMPLE_LAYERS = 'Write for example "layers": [{ "mark": "bar", "x": "region", "y": "count()" }].';

type Path = readonly string[];
type JsonRecord = Readonly<Record<string, unknown>>;

function readTree(json: JsonRecord, tree: JsonTree, path: Path, ofLayer = false): PlotTexts {
  return Object.entries(json).reduce<PlotTexts>((texts, [key, value]) => {
    const node = tree.get(key);
    const at = [...path, key];
    if (!node) throw unknownKey(at, [...tree.keys(), ...(path.length === 0 ? ['version', 'layers'] : [])]);
    if (value === undefined) return texts;
    if (!isAttribute(node)) return { ...texts, ...readTree(record(value, at), node, at, ofLayer) };
    const isDeclined = value === null && ofLayer && isOptional(node);
    return { ...texts, [node.property]: isDeclined ? '' : textOf(node, value, at) };
  }, {});
}

/** Converts a value to the text of an attribute, and checks it. */
function textOf(attribute: Attribute, value: unknown, path: Path): string {
  const { type } = attribute;
  const example = `Write for example "${path.at(-1)!}": ${JSON.stringify(type.toJson(type.example))}.`;
  const text = type.toText(value);
  const parsed = text === undefined ? undefined : parsedText(attribute, text, value, path);
  if (parsed != null) return text!;
  const [nearest] = typeof value === 'string' ? nearestNames(value.slice(0, 100), type.words ?? [], 1) : [];
  throw bad(path, type.expected, value, nearest === undefined ? example : `Did you mean "${nearest}"?`);
}

/** Parses text. Errors of the parser, such as those of a channel, get the path. */
function parsedText({ type }: Attribute, text: string, value: unknown, path: Path): unknown {
  try {
    return type.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof PikaError)) throw thrown;
    throw bad(path, thrown.detail.expected, value, thrown.detail.next);
  }
}

function record(json: unknown, path: Path): JsonRecord {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonRecord;
  throw bad(path, 'an object', json, 'Write for example { "from": "flights", "mark": "bar", "x": "bin(delay)" }.');
}

function unknownKey(path: Path, known: readonly string[]): PikaError {
  const key = path.at(-1)!;
  const near = nearestNames(key.slice(0, 100), known, 1);
  return new PikaError('spec/bad-spec', {
    subject: placeOf(path.slice(0, -1)),
    expected: known.length <= MAX_LISTED ? `one of ${listNames(known)}` : 'a key that plot-schema.json lists',
    found: `"${shortened(key)}"`,
    next: near.length > 0 ? `Did you mean ${listNames(near)}?` : 'Leave it out.',
  });
}

function badVersion(version: unknown): PikaError {
  const isNewer = typeof version === 'number' && version > SPEC_VERSION;
  return bad(
    ['version'],
    `${SPEC_VERSION}, or none`,
    version,
    isNewer ? 'A newer pika-plot wrote it: load that release, or a later one, on this page.' : 'Leave it out.',
  );
}

function bad(path: Path, expected: string, found: unknown, next: string): PikaError {
  return new PikaError('spec/bad-spec', { subject: placeOf(path), expected, found: described(found), next });
}

function placeOf(path: Path): string {
  return path.length === 0 ? 'the spec of a plot' : `${shortened(path.join('.'))} in the spec of a plot`;
}

function described(found: unknown): string {
  if (typeof found === 'string') return `"${shortened(found)}"`;
  if (Array.isArray(found))
    return shortened(`[${found.slice(0, 10).map(item).join(', ')}${found.length > 10 ? ', …' : ''}]`);
  if (found === undefined) return 'nothing';
  return item(found);
}

function item(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : typeof value === 'function' ? 'a function' : String(value);
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
