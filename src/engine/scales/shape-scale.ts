import { PikaError } from '../errors';
import { SYMBOLS, type SymbolName } from '../grammar/symbols';
import { BandScale } from './band-scale';
import { largestCategories } from './largest-categories';
import { othersNote } from './others-note';
import type { ShownType } from './presentation';

export interface CategorySymbol {
  readonly label: string;
  /** The code of the category. */
  readonly value: number;
  readonly shape: SymbolName;
}

/** One symbol for each category. Where there are too few, the largest get one, and the others share the last. */
export class ShapeScale {
  readonly entries: readonly CategorySymbol[];
  /** The number of categories that share a symbol. */
  readonly others: number;
  readonly other: SymbolName = SYMBOLS.at(-1)!;
  readonly #symbols: ReadonlyMap<number, SymbolName>;

  /**
   * @param weights how large each category is, by code
   * @throws PikaError `plan/wrong-scale` for numbers and times
   */
  constructor(type: ShownType, weights?: ArrayLike<number>) {
    if (type.kind !== 'category') {
      throw new PikaError('plan/wrong-scale', {
        subject: 'channel "shape"',
        expected: 'text or booleans',
        found: type.kind === 'time' ? 'dates or times' : 'numbers',
        next: 'Write for example shape="CAST(cylinders AS VARCHAR)", or show numbers with size or color.',
      });
    }
    const { labels } = type;
    const room = labels.length <= SYMBOLS.length ? SYMBOLS.length : SYMBOLS.length - 1;
    const texts = new BandScale([0, labels.length], labels, false, type.show);
    const codes = largestCategories([...labels.keys()], room, weights);
    this.entries = codes.map((value, i) => ({ label: texts.format(value), value, shape: SYMBOLS[i]! }));
    this.others = labels.length - codes.length;
    this.#symbols = new Map(this.entries.map(({ value, shape }) => [value, shape]));
  }

  /** Notes how many categories share a symbol; null if each has its own. */
  get note(): string | null {
    return othersNote(this.others, this.entries.length);
  }

  /** NULL shares the symbol of the others. */
  shapeOf(code: number): SymbolName {
    return this.#symbols.get(code) ?? this.other;
  }
}
