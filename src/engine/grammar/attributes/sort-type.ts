import type { AttributeType } from './attribute-type';
import { itemsOf, listSchema, listText } from './list-types';

/** The order of the labels on a band: by the values of a channel, as in the data, or the author's. */
export type Sort =
  | { readonly by: 'x' | 'y'; readonly descending: boolean }
  | { readonly by: 'data' }
  | { readonly by: 'labels'; readonly labels: readonly string[] };

const WORDS = ['x', '-x', 'y', '-y', 'data'] as const;

export const sort: AttributeType<Sort> = {
  expected: '"x", "-x", "y", "-y" or "data", or labels in brackets',
  example: '-y',
  words: WORDS,
  parse(text) {
    const word = text.trim().toLowerCase();
    if (word === '') return null;
    if (word.startsWith('[')) {
      const labels = itemsOf(text)?.map(String);
      return labels && { by: 'labels', labels };
    }
    const by = WORDS.find((known) => known === word);
    if (by === undefined || by === 'data') return by && { by };
    return { by: by.endsWith('x') ? 'x' : 'y', descending: by.startsWith('-') };
  },
  toJson: (text) => (text.trim().startsWith('[') ? itemsOf(text)!.map(String) : text.trim().toLowerCase()),
  toText: (json) => {
    if (!Array.isArray(json)) return WORDS.find((word) => word === json);
    return json.every((item) => typeof item === 'string') && listText(json) ? JSON.stringify(json) : undefined;
  },
  schema: { anyOf: [{ enum: WORDS }, listSchema({ type: 'string' })] },
};
