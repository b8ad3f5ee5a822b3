import type { LostPart, SavedFile, SavedQuery, Snapshot } from '../../engine/index';
import type { PikaQuery } from '../pika-query/pika-query';

/** Of a query of an opened snapshot: attributes that fetch or that its source sets. */
const NOT_SET: ReadonlySet<string> = new Set(['name', 'src', 'sql', 'params']);

/** Creates the element of a saved query, with its rows. Adds what it lacks to `lost`. */
export async function buildQuery(query: SavedQuery, snapshot: Snapshot, lost: LostPart[]): Promise<PikaQuery> {
  const { name, attributes, source } = query;
  const element = document.createElement('pika-query');
  const { observedAttributes } = element.constructor as typeof PikaQuery;
  for (const [attribute, text] of Object.entries(attributes))
    if (!NOT_SET.has(attribute) && observedAttributes.includes(attribute)) element.setAttribute(attribute, text);
  element.name = name;
  if (source.kind === 'sql') Object.assign(element, { sql: source.sql, params: source.params });
  else {
    const files = await Promise.all(source.files.map((file) => contentOf(file, snapshot)));
    const absent = source.files.filter((_, i) => files[i] === null);
    // Rows of one file without those of another would be other numbers.
    if (absent.length === 0) element.src = files as (string | Blob)[];
    else {
      element.drop = true;
      const names = absent.map((file) =>
        file.kind === 'url' ? file.url : file.kind === 'entry' ? file.name : file.name,
      );
      const isLeftOut = absent.every(({ kind }) => kind === 'absent');
      lost.push({
        path: `rows of query "${name}"`,
        name,
        reason: isLeftOut
          ? `the snapshot was saved without its rows (${names.join(', ')})`
          : `the snapshot is damaged there (${names.join(', ')})`,
      });
    }
  }
  return element;
}

async function contentOf(file: SavedFile, snapshot: Snapshot): Promise<string | Blob | null> {
  if (file.kind === 'url') return file.url;
  if (file.kind === 'absent') return null;
  const rows = await snapshot.rows(file.path);
  return rows && new File([rows], file.name);
}
