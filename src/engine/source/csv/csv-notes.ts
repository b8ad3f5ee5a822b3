import { countOf, textsOf } from '../../rows/arrow/small-results';
import { readTexts, type CsvHost, type CsvTableRequest } from './csv-host';
import type { Field, SourceNote } from '../source';
import { textLiteral } from '../../sql/literals';
import { quoteName } from '../../sql/sql-tokens';
import { nullAttribute, readingOf } from './text-reading';

const MAX_NULL_TEXTS = 4;
const EXAMPLE_ROWS = 1000;
const MAX_NAMES = 5;

/** Remarks for the user on how a table was read. `first` are its columns as detected from the first rows. */
export async function notesOn(
  host: CsvHost,
  request: CsvTableRequest,
  first: readonly Field[],
  fields: readonly Field[],
): Promise<readonly SourceNote[]> {
  return [
    ...unusedOptions(request, fields),
    ...(await textBesideValues(host, request, first, fields)),
    ...(await orderOfDates(host, request, fields)),
  ];
}

/** A format that matches no column, and a file for which no delimiter was detected. */
function unusedOptions({ args }: CsvTableRequest, fields: readonly Field[]): SourceNote[] {
  const notes: SourceNote[] = [];
  for (const [attribute, format, types] of [
    ['dateformat', args.dateformat, /^DATE$/],
    ['timestampformat', args.timestampformat, /^TIMESTAMP/],
  ] as const) {
    if (format === null || fields.some(({ sqlType }) => types.test(sqlType))) continue;
    const columns = fields
      .slice(0, MAX_NAMES)
      .map(({ name, sqlType }) => `"${name}" is ${sqlType}`)
      .join(', ');
    notes.push({
      column: null,
      text: `${attribute}="${format}" fits no column: ${columns}${fields.length > MAX_NAMES ? ', …' : ''}`,
    });
  }
  const [only] = fields;
  if (fields.length === 1 && /[,;|\t]/.test(only!.name)) {
    notes.push({
      column: only!.name,
      text: `only one column was found, "${only!.name}", because lines have different numbers of values: null-padding="true" reads missing values as NULL; or set the delimiter`,
    });
  }
  return notes;
}

/** Notes columns that later rows turned into text, with one such value and an attribute that reads it. */
async function textBesideValues(
  host: CsvHost,
  { table }: CsvTableRequest,
  first: readonly Field[],
  fields: readonly Field[],
): Promise<SourceNote[]> {
  const notes: SourceNote[] = [];
  for (const { name, sqlType } of fields) {
    const before = first.find((field) => field.name === name)?.sqlType;
    if (sqlType !== 'VARCHAR' || before === undefined || before === 'VARCHAR') continue;
    const column = quoteName(name);
    const select = async (where: string): Promise<string[]> =>
      textsOf(
        await host.query(
          `SELECT ${column} FROM ${quoteName(table)} WHERE ${column} IS NOT NULL AND (${where}) GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${MAX_NULL_TEXTS}`,
        ),
      );
    const others = await select(`try_cast(${column} AS ${before}) IS NULL`);
    // Every value casts to the earlier type, but some, e.g. 01234, would lose characters.
    const odd = others[0] ?? (await select(`regexp_matches(${column}, ${textLiteral('^[-+ ]*0.|[^0-9 +-]')})`))[0];
    notes.push({
      column: name,
      text: `column "${name}" is text, because ${JSON.stringify(shortened(odd ?? ''))} follows values that are ${before}: ${remedy(name, before, others)}`,
    });
  }
  return notes;
}

function remedy(name: string, before: string, others: readonly string[]): string {
  if (others.length === 0) return `types="${name}: ${before}" reads all as ${before}`;
  if (others.includes(name)) return 'the header is repeated among the rows; remove these lines from the file';
  const reading = readingOf(others);
  if (reading) return `${reading} reads such values`;
  const nulls = others.length < MAX_NULL_TEXTS ? nullAttribute(others) : null;
  return nulls
    ? `${nulls} reads ${others.length === 1 ? 'it' : 'them'} as NULL`
    : `try_cast("${name}" AS ${before}) in SQL reads the others as NULL`;
}

/** Columns of dates such as 01/02/2024, none of which shows whether the day or the month comes first. */
async function orderOfDates(host: CsvHost, request: CsvTableRequest, fields: readonly Field[]): Promise<SourceNote[]> {
  const { table, args } = request;
  const notes: SourceNote[] = [];
  for (const { name, sqlType } of fields) {
    const [attribute, format, time] =
      sqlType === 'DATE'
        ? (['dateformat', args.dateformat, ''] as const)
        : (['timestampformat', args.timestampformat, ' %H:%M:%S'] as const);
    if (!/^(DATE|TIMESTAMP(_\w+)?)$/.test(sqlType) || args.isTyped(name) || format !== null) continue;
    const date = `${quoteName(name)}::DATE`;
    const ambiguous = `SELECT coalesce(max(day(${date})) <= 12, false)::INTEGER FROM ${quoteName(table)} WHERE isfinite(${date})`;
    if (countOf(await host.query(ambiguous)) !== 1) continue;
    const texts = textsOf(
      await host.query(`SELECT ${quoteName(name)} FROM ${readTexts(request, [name], fields)} LIMIT ${EXAMPLE_ROWS}`),
    );
    const days = textsOf(
      await host.query(`SELECT day(${date})::VARCHAR FROM ${quoteName(table)} LIMIT ${EXAMPLE_ROWS}`),
    );
    for (const [row, text] of texts.entries()) {
      // With dots as separators, the day always comes first.
      const match = /^\s*(\d{1,2})([/-])(\d{1,2})\2\d{2,4}/.exec(text);
      if (!match || Number(match[1]) === Number(match[3])) continue;
      const dayFirst = Number(days[row]) === Number(match[1]);
      const [now, other] = dayFirst ? ['day', 'month'] : ['month', 'day'];
      const wanted = (dayFirst ? ['%m', '%d', '%Y'] : ['%d', '%m', '%Y']).join(match[2]) + time;
      notes.push({
        column: name,
        text: `column "${name}": ${JSON.stringify(text)} was read with the ${now} first; ${attribute}="${wanted}" reads the ${other} first`,
      });
      break;
    }
  }
  return notes;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
