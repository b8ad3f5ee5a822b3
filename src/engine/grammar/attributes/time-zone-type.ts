import type { AttributeType } from './attribute-type';

/** A time zone that the browser knows: `utc`, `local` (the user's), or a name such as `Europe/Vienna`. */
export const timeZone: AttributeType<string> = {
  expected: '"utc", "local" or the name of a time zone',
  example: 'Europe/Vienna',
  words: ['utc', 'local'],
  parse(text) {
    const name = text.trim();
    if (name === '') return null;
    return isTimeZone(name) ? name : undefined;
  },
  toJson: (text) => text.trim(),
  toText: (json) => (typeof json === 'string' && json.trim() !== '' ? json : undefined),
  schema: { type: 'string', pattern: '\\S' },
};

function isTimeZone(name: string): boolean {
  if (name.toLowerCase() === 'local') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
