/** What the attributes of plots and marks take besides text, from the table that the elements read them by. */
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * The types of each attribute, in TypeScript: of a component's prop, and in a bare tag, whose framework may write an
 * array as its items between commas.
 * @returns {Promise<Map<string, { prop: readonly string[], bare: readonly string[] }>>}
 */
export async function attributeTypes(root) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/engine/grammar/attributes/attributes.ts')],
    bundle: true,
    write: false,
    format: 'esm',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { PLOT_ATTRIBUTES } = await import(`data:text/javascript;base64,${code}`);
  return new Map(
    PLOT_ATTRIBUTES.map(({ name, type }) => {
      const isAlsoProperty = !name.includes('-');
      const prop = typesOf(type.schema, LISTS);
      return [name, { prop, bare: isAlsoProperty ? prop : typesOf(type.schema, LISTS_AS_TEXT) }];
    }),
  );
}

const LISTS = {
  number: 'readonly number[]',
  string: 'readonly string[]',
  'number,string': 'readonly (number | string | Date)[]',
};
/** Labels between commas are not a list of labels everywhere. */
const LISTS_AS_TEXT = { ...LISTS, 'number,string': 'readonly number[]' };

/** A channel, which is a number or text, takes a number, too; what is only text takes nothing else. */
function typesOf({ type, anyOf, items }, lists) {
  if (anyOf) return [...new Set(anyOf.flatMap((one) => typesOf(one, lists)))];
  const types = [type].flat();
  if (types.includes('array')) return [lists[[items.type].flat().sort().join()]];
  return types.some((one) => one === 'number' || one === 'integer') ? ['number'] : [];
}
