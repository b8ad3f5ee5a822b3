import { PikaError } from '../../errors';
import type { CsvTableRequest } from './csv-host';
import type { CsvFile } from '../database';
import { badOption } from '../files/read-options';
import { nullAttribute } from './text-reading';

const MAX_FOUND = 400;
const MAX_VALUE = 60;

/** Wraps an error about one of several files whose message does not name the file. */
class InFile {
  constructor(
    readonly thrown: unknown,
    readonly index: number,
  ) {}
}

export function atFile(thrown: unknown, index: number): unknown {
  return thrown instanceof PikaError ? thrown : new InFile(thrown, index);
}

/**
 * Converts DuckDB's CSV error to source/bad-file: it names the user's file, the line, the column, the value, and an
 * attribute that reads it. Throws source/bad-option if an attribute is wrong. Returns other errors unchanged.
 */
export function csvError(thrown: unknown, request: CsvTableRequest): unknown {
  const { thrown: cause, index } = thrown instanceof InFile ? thrown : { thrown, index: 0 };
  if (!(cause instanceof Error) || cause instanceof PikaError) return cause;
  const message = cause.message.replace(/^Error: /, '');
  if (
    /^Out of Memory Error/.test(message) ||
    !/CSV|sniffing|read_csv|COLUMN_TYPES|DuckDB Type|Type with name|state machine|option cannot exceed|DATEFORMAT|must not appear|Unsupported parameter/i.test(
      message,
    )
  )
    return cause;
  const { files, paths } = request;
  const named = /^ *file = (\S+)$/m.exec(message)?.[1];
  const file = files[Math.max(0, named === undefined ? index : paths.indexOf(named))]!;
  checkOptions(message, request);
  const { found, advice } = explained(message);
  const hints = hintsIn(message).filter(
    (hint) => !advice.some((text) => text.includes(/[a-z-]+=/.exec(hint)?.[0] ?? hint)),
  );
  return new PikaError(
    'source/bad-file',
    {
      subject: `file "${file.name}" of ${request.subject}`,
      expected: 'CSV that DuckDB can read',
      found: shortened(found, MAX_FOUND),
      next:
        [...advice, ...hints].join(' ') ||
        'Correct the line, or specify how to read the file, e.g. delimiter=";" header="false" quote="\'".',
    },
    cause,
  );
}

/** Throws source/bad-option if DuckDB's message is about an attribute. */
function checkOptions(message: string, { args, subject }: CsvTableRequest): void {
  const query = /^query "(.*)"$/.exec(subject)?.[1] ?? subject;
  const types = [...args.types].map(([name, type]) => `${name}: ${type}`).join(', ');
  const unknown = /Columns with names: (.*) do not exist/.exec(message)?.[1];
  if (unknown !== undefined)
    badOption(
      'types',
      'names of columns in the file',
      types,
      query,
      `The file has no ${unknown}: write the name as in the file's header.`,
    );
  const type =
    /Value "(.*?)" can not be converted to a DuckDB Type/.exec(message)?.[1] ??
    /Type with name (.*?) does not exist/.exec(message)?.[1];
  if (type !== undefined)
    badOption(
      'types',
      'DuckDB types',
      types,
      query,
      `"${type}" is not one: write for example BIGINT, DOUBLE, DECIMAL(10, 2), VARCHAR, DATE or TIMESTAMP.`,
    );
  const format = /Could not parse (DATEFORMAT|TIMESTAMPFORMAT): (.*)/.exec(message);
  if (format) {
    const name =
      args.dateformat !== null && message.includes(/%\S/.exec(args.dateformat)?.[0] ?? '\0')
        ? 'dateformat'
        : args.timestampformat === null
          ? 'dateformat'
          : 'timestampformat';
    badOption(
      name,
      'a strptime format',
      args[name] ?? '',
      query,
      `${format[2]!.replace(/\.$/, '')}. Write for example %d.%m.%Y %H:%M:%S.`,
    );
  }
  const clash = /(\w+) must not appear in the (\w+) specification/.exec(message);
  if (clash) {
    const names = clash
      .slice(1)
      .map((name) => ({ DELIMITER: 'delimiter', NULL: 'nullstr' })[name] ?? name.toLowerCase());
    throw new PikaError('source/bad-option', {
      subject: `${names.join(' and ')} of ${subject}`,
      expected: 'different characters',
      found: 'one that contains the other',
      next: 'Correct one of the two attributes.',
    });
  }
}

/** Turns DuckDB's message into what was found and advice on attributes. */
function explained(message: string): { readonly found: string; readonly advice: string[] } {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const place = line === undefined ? '' : `line ${Number(line).toLocaleString('en')}`;
  const original =
    /Original Line: ?([^]*?)\n(?=Error when converting|Expected Number|Value with|Invalid unicode|Maximum line|The CSV|\w+ .*(?:detected|exceeded|expected))/.exec(
      message,
    )?.[1] ?? /Original Line: ?(.*)/.exec(message)?.[1];
  const quoted = original === undefined ? '' : `: ${shortened(original, MAX_VALUE)}`;
  const cast = /Error when converting column "([^]*?)"\. Could not convert string "([^]*?)" to '([^]*?)'\n/.exec(
    message,
  );
  if (cast) {
    const [column, value, type] = cast.slice(1) as [string, string, string];
    const format =
      type === 'DATE'
        ? ' If dates have another format, set it, e.g. dateformat="%d.%m.%Y".'
        : type.startsWith('TIMESTAMP')
          ? ' If times have another format, set it, e.g. timestampformat="%d.%m.%Y %H:%M".'
          : '';
    const nulls = nullAttribute([value]);
    return {
      found: `${JSON.stringify(shortened(value, MAX_VALUE))} in ${place}, column "${column}", which can't be read as ${type}`,
      advice: [
        `${nulls ? `${nulls} reads it as NULL, ` : ''}types="${/[:,"]/.test(column) ? `&quot;${column}&quot;` : column}: VARCHAR" reads the column as text.${format}`,
      ],
    };
  }
  const count = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (count) {
    const [expected, found] = [Number(count[1]), Number(count[2])];
    return {
      found: `${found} ${found === 1 ? 'value' : 'values'} where there are ${expected} columns, in ${place}${quoted}`,
      advice: [
        found < expected
          ? 'null-padding="true" reads missing values as NULL.'
          : 'Correct the line: quote values that contain the delimiter; or set the right delimiter="…" or quote="…". null-padding="true" strict-mode="false" reads it without the extra values.',
      ],
    };
  }
  if (/Invalid unicode/.test(message))
    return {
      found: `text that is not UTF-8, in ${place}`,
      advice: ['Set its encoding, e.g. encoding="windows-1252" or encoding="utf-16".'],
    };
  const size = /Maximum line size of (\d+) bytes exceeded\. Actual Size: ?(\d+)/.exec(message);
  if (size) {
    const bytes = Number(size[2]).toLocaleString('en');
    return {
      found: `a line of ${bytes} bytes or more, after ${place || 'the start'}`,
      advice: [
        `A closing quotation mark may be missing. If lines are that long, max-line-size="${10 ** Math.ceil(Math.log10(2 * Number(size[2])))}" reads them.`,
      ],
    };
  }
  if (/unterminated quote|quote should be followed/i.test(message)) {
    return {
      found: `a quotation mark that is not closed, in ${place}${quoted}`,
      advice: ['Close it, or set the quote character: quote="\'", or quote="" if there is none.'],
    };
  }
  if (/state machine reached an invalid state/.test(message)) {
    return {
      found: `lines that are not valid CSV${place && `, at ${place}`}`,
      advice: [
        'Line ends may be mixed, or text may follow a closing quotation mark: strict-mode="false" reads both. If no value is quoted, write quote="".',
      ],
    };
  }
  if (/sniffing/.test(message)) {
    return {
      found: 'lines whose delimiter, quotation mark and line ends DuckDB could not detect',
      advice: [
        'Set them, e.g. delimiter=";" quote="" skip="1". Write null-padding="true" if some lines have fewer values, strict-mode="false" if line ends are mixed.',
      ],
    };
  }
  const lines = message
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => !/^(LINE \d+:.*|\^|\w+ = .*)?$/.test(text));
  const stop = lines.findIndex((text) => /^(possible|\*)/i.test(text));
  return {
    found: lines
      .slice(0, stop < 0 ? 3 : Math.min(3, stop))
      .join('; ')
      .replace(/\.$/, ''),
    advice: [],
  };
}

const UNUSABLE =
  /ignore_errors|compression|COPY statement|\$\{n\}|sample_size|correct file encoding|^Set |Override the type|null string/;

/** DuckDB's own advice, with its options rewritten as attributes. */
function hintsIn(message: string): string[] {
  if (/sniffing/.test(message)) return [];
  return message.split('\n').flatMap((line) => {
    const hint = /^\s*(?:\*|Possible (?:Solution|fix):)\s*(.*)$/i.exec(line)?.[1];
    if (hint === undefined || UNUSABLE.test(hint)) return [];
    return [
      hint
        .replace(
          /\b([a-z]+(?:_[a-z]+)*) ?= ?(?:'([^']*)'|([-\w]+))/g,
          (_whole, name: string, text?: string, word?: string) =>
            `${name === 'delim' ? 'delimiter' : name.replaceAll('_', '-')}="${text ?? word}"`,
        )
        .replace(/[.,]?$/, '.'),
    ];
  });
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The error if files of one table have different columns; else null. */
export function differingColumns(
  columns: readonly (readonly string[])[],
  files: readonly CsvFile[],
  subject: string,
): PikaError | null {
  const first = columns[0]!;
  for (const [i, names] of columns.entries()) {
    const odd = first.find((name) => !names.includes(name)) ?? names.find((name) => !first.includes(name));
    if (odd === undefined) continue;
    return new PikaError('source/bad-file', {
      subject: `column "${odd}" in file "${files[i]!.name}" of ${subject}`,
      expected: `the columns of "${files[0]!.name}"`,
      found: names.includes(odd) ? 'an extra column' : 'no such column',
      next: 'All files of a query must have the same columns: load this file with a separate <pika-query>, and join the two in SQL.',
    });
  }
  return null;
}
