/**
 * A JSON value: objects and arrays as in JavaScript, integers beyond 2⁵³ as bigints, `1.0` as a {@link WholeDecimal}.
 */
export type JsonValue = null | boolean | number | bigint | string | WholeDecimal | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** A whole number written with a fraction or an exponent: a DOUBLE, where the integer 1 is a BIGINT. */
export class WholeDecimal {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Any integer of this many digits is a safe integer. */
const SAFE_DIGITS = 15;
const LEAST_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;
const NOT_FINITE = /-?(?:nan|inf(?:inity)?)\b/iy;
const DECIMAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON text from start to end, value by value. JSON.parse can't be used: it reads 653247040368672768 and …769 as
 * the same double, and refuses NaN and Infinity, which Python and DuckDB write. From text to columns, this parser takes
 * a third longer. Every method throws a SyntaxError that names line and column.
 */
export class JsonParser {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\ufeff') ? 1 : 0;
  }

  /** The first character of the next value; empty at the end of the text. */
  peek(): string {
    this.#skipBlanks();
    return this.#text.charAt(this.#at);
  }

  /** Consumes a character if it is next; returns whether it was. */
  takes(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at++;
    return true;
  }

  /** The line of the next value, from 1. */
  get line(): number {
    return placeIn(this.#text, this.#at).line;
  }

  /**
   * Reads the names and values of an object; `guess` is the name that probably comes next, which saves scanning its
   * characters.
   */
  object(take: (name: string, value: JsonValue) => void, guess: () => string | undefined): void {
    this.#expect(OPEN_OBJECT, 'an object');
    if (this.#next() === CLOSE_OBJECT) {
      this.#at++;
      return;
    }
    for (;;) {
      const name = this.#name(guess());
      this.#expect(COLON, '":"');
      take(name, this.value());
      const next = this.#next();
      if (next !== COMMA && next !== CLOSE_OBJECT) throw this.error('"," or "}"');
      this.#at++;
      if (next === CLOSE_OBJECT) return;
    }
  }

  value(): JsonValue {
    const first = this.#next();
    switch (first) {
      case QUOTE:
        return this.#string();
      case OPEN_OBJECT:
        return this.#plainObject();
      case OPEN_LIST:
        return this.#list();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#text.startsWith('null', this.#at) ? this.#word('null', null) : this.#notFinite();
      default:
        return first === MINUS || (first >= ZERO && first <= NINE) ? this.#number() : this.#notFinite();
    }
  }

  error(expected: string): SyntaxError {
    const { line, column } = placeIn(this.#text, this.#at);
    const found =
      this.#at < this.#text.length ? JSON.stringify(this.#text.slice(this.#at, this.#at + 12)) : 'the end of the text';
    return new SyntaxError(`line ${line}, column ${column}: ${expected} expected, found ${found}`);
  }

  #plainObject(): JsonObject {
    const object: Record<string, JsonValue> = {};
    this.object((name, value) => {
      // Assigning to this name would set the prototype.
      if (name === '__proto__')
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      else object[name] = value;
    }, nothing);
    return object;
  }

  #list(): JsonValue[] {
    const list: JsonValue[] = [];
    this.#at++;
    if (this.#next() === CLOSE_LIST) {
      this.#at++;
      return list;
    }
    for (;;) {
      list.push(this.value());
      const next = this.#next();
      if (next !== COMMA && next !== CLOSE_LIST) throw this.error('"," or "]"');
      this.#at++;
      if (next === CLOSE_LIST) return list;
    }
  }

  #name(guess: string | undefined): string {
    if (this.#next() !== QUOTE) throw this.error('a name in double quotes');
    // A name with a backslash is written differently: the guess then fails, and the name is read.
    const end = this.#at + 1 + (guess?.length ?? 0);
    if (guess === undefined || this.#text.charCodeAt(end) !== QUOTE || !this.#text.startsWith(guess, this.#at + 1))
      return this.#string();
    this.#at = end + 1;
    return guess;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    let code = text.charCodeAt(at);
    while (code >= 0x20 && code !== QUOTE && code !== BACKSLASH) code = text.charCodeAt(++at);
    if (code === QUOTE) {
      this.#at = at + 1;
      return text.slice(start, at);
    }
    while (code >= 0x20 && code !== QUOTE) {
      at += code === BACKSLASH ? 2 : 1;
      code = text.charCodeAt(at);
    }
    this.#at = at;
    if (code !== QUOTE) throw this.error('the end of a string');
    try {
      const value = JSON.parse(text.slice(start - 1, at + 1)) as string;
      this.#at = at + 1;
      return value;
    } catch {
      this.#at = start - 1;
      throw this.error('one of "\\/bfnrtu" after a backslash');
    }
  }

  #number(): JsonValue {
    const text = this.#text;
    const start = this.#at;
    const isNegative = text.charCodeAt(start) === MINUS;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let value = 0;
    let code = text.charCodeAt(at);
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) value = 10 * value + code - ZERO;
    if (at === first) return this.#notFinite();
    if (at > first + 1 && text.charCodeAt(first) === ZERO) throw this.error('a number without a leading zero');
    if (code === POINT || code === 0x65 || code === 0x45) return this.#decimal();
    this.#at = at;
    if (at - first <= SAFE_DIGITS) return isNegative && value !== 0 ? -value : value;
    const exact = BigInt(text.slice(start, at));
    if (exact < LEAST_INT64 || exact > MAX_UINT64) return new WholeDecimal(Number(exact));
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }

  #decimal(): number | WholeDecimal {
    DECIMAL.lastIndex = this.#at;
    const written = DECIMAL.exec(this.#text)![0];
    this.#at += written.length;
    const next = this.#text.charCodeAt(this.#at);
    if (next === POINT || next === 0x65 || next === 0x45) throw this.error('a digit');
    const value = Number(written);
    return Number.isInteger(value) ? new WholeDecimal(value) : value;
  }

  #notFinite(): number {
    NOT_FINITE.lastIndex = this.#at;
    const [word] = NOT_FINITE.exec(this.#text) ?? [];
    if (word === undefined) throw this.error('a value');
    this.#at += word.length;
    if (/nan/i.test(word)) return NaN;
    return word.startsWith('-') ? -Infinity : Infinity;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.error('a value');
    this.#at += word.length;
    return value;
  }

  #expect(code: number, name: string): void {
    if (this.#next() !== code) throw this.error(name);
    this.#at++;
  }

  #next(): number {
    this.#skipBlanks();
    return this.#text.charCodeAt(this.#at);
  }

  #skipBlanks(): void {
    const text = this.#text;
    for (
      let code = text.charCodeAt(this.#at);
      code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
      code = text.charCodeAt(this.#at)
    )
      this.#at++;
  }
}

function nothing(): undefined {
  return undefined;
}

function placeIn(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}
