import {
  describeValue,
  listNames,
  pageEngine,
  PikaError,
  type CsvOptions,
  type Plot,
  type SelectedRows,
} from '../../engine/index';

/** `csv`, with a header; `parquet`; or `arrow`, a stream of Arrow IPC. */
export type RowsType = 'csv' | 'parquet' | 'arrow';

/** Which file of the selected rows a plot makes. */
export interface SelectedRowsOptions extends Omit<CsvOptions, 'where'> {
  /** Default: `csv`. The options of CSV apply only to that. */
  readonly type?: RowsType;
}

interface RowsFormat {
  readonly extension: string;
  readonly mime: string;
}

const FORMATS: Readonly<Record<RowsType, RowsFormat>> = {
  csv: { extension: '.csv', mime: 'text/csv' },
  parquet: { extension: '.parquet', mime: 'application/vnd.apache.parquet' },
  arrow: { extension: '.arrows', mime: 'application/vnd.apache.arrow.stream' },
};

export function extensionOf(type: RowsType): string {
  return FORMATS[type].extension;
}

/** The selected rows of a plot as a file. */
export async function rowsOf(view: Plot | null, { type = 'csv', ...options }: SelectedRowsOptions = {}): Promise<Blob> {
  if (!Object.hasOwn(FORMATS, type)) throw unknownType(type);
  const { from, where } = await required(view);
  const content = await contentOf(type, from, where === null ? options : { ...options, where });
  return new Blob([content], { type: FORMATS[type].mime });
}

/** The selected rows of a plot as a statement. */
export async function sqlOf(view: Plot | null): Promise<string> {
  return (await required(view)).sql;
}

function contentOf(type: RowsType, from: string, options: CsvOptions): Promise<string | Uint8Array<ArrayBuffer>> {
  const { results } = pageEngine();
  switch (type) {
    case 'csv':
      return results.toCSV(from, options);
    case 'parquet':
      return results.toParquet(from, options);
    case 'arrow':
      return results.toIPC(from, options);
  }
}

async function required(view: Plot | null): Promise<SelectedRows> {
  const rows = await view?.selectedRows();
  if (rows) return rows;
  throw new PikaError('engine/no-rows', {
    subject: 'the selected rows of a plot',
    expected: 'a plot that is drawn on the page',
    found: view ? 'one that was stopped, or whose rows were replaced' : 'one that is not on the page',
    next: 'Add the plot to the page, and ask for its rows while it is there.',
  });
}

function unknownType(type: unknown): PikaError {
  return new PikaError('engine/bad-option', {
    subject: 'type of the selected rows',
    expected: listNames(Object.keys(FORMATS)),
    found: describeValue(type),
    next: "Write for example selectedRows({ type: 'parquet' }).",
  });
}
