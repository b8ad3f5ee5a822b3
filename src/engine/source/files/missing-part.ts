import { LITERAL_OR_VALUE, UNKNOWN_ZONE } from '../../sql/time-names';

/** Parts of an error about SQL that needs something DuckDB-WASM lacks. */
export interface MissingPart {
  readonly found: string;
  readonly next: string;
}

/** Explains a message about something DuckDB-WASM lacks: a time zone, an extension, file access. Null for others. */
export function missingPart(message: string): MissingPart | null {
  const [first = ''] = message.split('\n');
  if (/No function matches .*\(.*BLOB/.test(first)) {
    return {
      found: first.replace(/\.$/, ''),
      next: 'If the column contains text stored as bytes, write decode(column). For the number of bytes, write octet_length(column).',
    };
  }
  const zone = new RegExp(`${UNKNOWN_ZONE}(.*)`).exec(first)?.[1];
  if (zone !== undefined)
    return {
      found: `the time zone ${zone}, whose rules are not built in`,
      next: 'Times are in UTC: add the offset yourself, e.g. date + INTERVAL 2 HOUR.',
    };
  const integers = new RegExp(`${LITERAL_OR_VALUE}(.*)`).exec(first)?.[1];
  if (integers !== undefined)
    return {
      found: `${integers}, whose type is ambiguous beside a function over TIMESTAMP WITH TIME ZONE`,
      next: 'Cast the value of the smaller type, e.g. CAST(max(number) AS BIGINT) + 1.',
    };
  const cast = /Unimplemented type for cast \((TIMESTAMP WITH TIME ZONE) -> (.+?)\)/.exec(first);
  if (cast)
    return {
      found: `a cast of ${cast[1]} to ${cast[2]}, which is not built in`,
      next: `Cast in two steps; times are in UTC: CAST(CAST(date AS TIMESTAMP) AS ${cast[2]}).`,
    };
  const call = /No function matches .*?'(.*TIMESTAMP WITH TIME ZONE.*)'/.exec(first)?.[1];
  if (call !== undefined) return { found: `${call}, which is not built in`, next: castAdvice };
  if (/required extension 'icu'/.test(message))
    return { found: 'a function over TIMESTAMP WITH TIME ZONE that is not built in', next: castAdvice };
  const [, kind, name, extension] =
    /(\w[\w ]*?) with name "?(.+?)"? is not in the catalog, but it exists in the (\w+) extension/.exec(message) ?? [];
  if (extension !== undefined) {
    const isZone = extension === 'icu' && kind === 'Setting';
    return {
      found: `${name}, which is part of DuckDB's ${extension} extension`,
      next: isZone
        ? 'Times are in UTC here: leave it out.'
        : `pika-plot loads no DuckDB extensions: write the SQL without ${name}.`,
    };
  }
  if (/Loading external extensions is disabled/.test(message))
    return {
      found: 'an extension of DuckDB',
      next: 'pika-plot loads no DuckDB extensions: remove INSTALL and LOAD, and calls that need the extension.',
    };
  const file = /Cannot access file "(.*?)"/.exec(message)?.[1];
  if (file !== undefined)
    return {
      found: `the file "${file}", which SQL can't open`,
      next: `Load it with a separate query, <pika-query name="file" src="${file}">, and write FROM file.`,
    };
  return null;
}

const castAdvice = 'Cast the time, which is in UTC: CAST(date AS TIMESTAMP).';
