/** What the text of a cell can be, as bits: a column joins those of its cells. */
export const CELL = {
  integer: 1,
  decimal: 2,
  date: 4,
  time: 8,
  boolean: 16,
  /** No type but VARCHAR holds it. */
  text: 32,
  /** DuckDB may read it in a way that this module does not know. */
  doubtful: 64,
} as const;

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const SPACE = 0x20;
const UPPER_E = 0x45;
const LOWER_E = 0x65;
const UPPER_T = 0x54;
/** Every integer of so many digits fits BIGINT. */
const MOST_DIGITS = 18;
const MOST_EXPONENT_DIGITS = 2;
const DATE_LENGTH = 10;
const TIME_LENGTH = 19;
const MOST_FRACTION = 6;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const [TRUE, FALSE] = ['true', 'false'].map((word) => new TextEncoder().encode(word)) as [Uint8Array, Uint8Array];
/** Words that some type has a value for. */
const WORDS =
  /^[-+]?(nan|inf|infinity|epoch|now|today|tomorrow|yesterday|null|none|true|false|t|f|y|n|yes|no|on|off)$/i;

/** The kind of a cell that is not empty. */
export function cellKind(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from]!;
  if (isDigit(first)) return numberKind(bytes, from, from, to);
  if (first === MINUS) return numberKind(bytes, from, from + 1, to);
  return wordKind(bytes, from, to, first);
}

function wordKind(bytes: Uint8Array, from: number, to: number, first: number): number {
  if (first >= 0x80) return CELL.text;
  const letter = first | 0x20;
  if (letter < 0x61 || letter > 0x7a) return CELL.doubtful;
  // The longest word has nine letters.
  if (to - from > 9) return CELL.text;
  if (isWord(bytes, from, to, TRUE) || isWord(bytes, from, to, FALSE)) return CELL.boolean;
  const word = String.fromCharCode(...bytes.subarray(from, to));
  return WORDS.test(word) ? CELL.doubtful : CELL.text;
}

/** Of `-12`, `3.25`, `1.5e-7`, `2024-01-31` or `2024-01-31 23:59:59.123456`; `start` is behind the sign. */
function numberKind(bytes: Uint8Array, from: number, start: number, to: number): number {
  let at = start;
  while (at < to && isDigit(bytes[at]!)) at++;
  const digits = at - start;
  if (digits === 0) return CELL.doubtful;
  const next = bytes[at]!;
  if (at < to && next === MINUS) return digits === 4 && start === from ? dateKind(bytes, from, to) : CELL.doubtful;
  if (digits > MOST_DIGITS || (digits > 1 && bytes[start] === ZERO)) return CELL.doubtful;
  if (at === to) return CELL.integer;
  if (next !== POINT) return CELL.doubtful;
  const fraction = ++at;
  while (at < to && isDigit(bytes[at]!)) at++;
  if (at === fraction) return CELL.doubtful;
  if (at === to) return CELL.decimal;
  if (bytes[at] !== UPPER_E && bytes[at] !== LOWER_E) return CELL.doubtful;
  at++;
  if (bytes[at] === MINUS) at++;
  const exponent = at;
  while (at < to && isDigit(bytes[at]!)) at++;
  return at === to && at > exponent && at - exponent <= MOST_EXPONENT_DIGITS ? CELL.decimal : CELL.doubtful;
}

function dateKind(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < DATE_LENGTH || bytes[from] === ZERO || bytes[from + 7] !== MINUS) return CELL.doubtful;
  const year = pair(bytes, from) * 100 + pair(bytes, from + 2);
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const isDay =
    month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1]! && !(month === 2 && day === 29 && !isLeap);
  if (!isDay) return CELL.doubtful;
  if (to - from === DATE_LENGTH) return CELL.date;
  const between = bytes[from + DATE_LENGTH];
  if ((between !== SPACE && between !== UPPER_T) || to - from < TIME_LENGTH) return CELL.doubtful;
  const isClock =
    bytes[from + 13] === COLON &&
    bytes[from + 16] === COLON &&
    pair(bytes, from + 11) < 24 &&
    pair(bytes, from + 14) < 60 &&
    pair(bytes, from + 17) < 60;
  if (!isClock) return CELL.doubtful;
  let at = from + TIME_LENGTH;
  if (at === to) return CELL.time;
  if (bytes[at] !== POINT || to - at - 1 > MOST_FRACTION || to === at + 1) return CELL.doubtful;
  for (at++; at < to; at++) if (!isDigit(bytes[at]!)) return CELL.doubtful;
  return CELL.time;
}

function isWord(bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Two digits as a number; NaN if they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]!;
  const ones = bytes[at + 1]!;
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : NaN;
}
