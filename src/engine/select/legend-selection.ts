import type { Selection } from '../link/selection';
import type { Category } from '../grammar/selection-clause';
import { CategoryFilter, type CategoryChannel } from './category-filter';

/** The categories that the user can select in a legend. */
export interface LegendCategories extends CategoryChannel {
  readonly from: string;
  /** The codes that share the entry of all others. */
  readonly others: ReadonlySet<number>;
}

/** The entry of all other categories. That of NULL has the value NaN. */
const OTHERS = -1;

/** What a plot's legend shows and changes of the categories that are selected in the plot's selection. */
export class LegendSelection {
  readonly #onChange: () => void;
  #selection: Selection | null = null;
  #categories: LegendCategories | null = null;
  #filter: CategoryFilter | null = null;

  /** @param onChange called when the selected entries change, for any reason */
  constructor(onChange: () => void) {
    this.#onChange = () => onChange();
  }

  join(selection: Selection): void {
    if (selection === this.#selection) return;
    this.leave();
    this.#selection = selection;
    this.#share();
  }

  /** Leaves the selection. Withdraws the clause if no other legend shows it. */
  leave(): void {
    this.show(null);
    this.#selection = null;
  }

  /** Sets the categories of the legend; null if it has none. The selection stays while their column does. */
  show(categories: LegendCategories | null): void {
    const before = this.#categories;
    this.#categories = categories;
    if (before?.from === categories?.from && before?.expression === categories?.expression) return;
    const left = this.#filter;
    this.#share();
    left?.leave(this.#onChange);
  }

  #share(): void {
    const [selection, categories] = [this.#selection, this.#categories];
    this.#filter =
      selection && categories
        ? CategoryFilter.join(selection, categories.from, categories.expression, this.#onChange)
        : null;
  }

  /** Whether any entry is selected. */
  get isInUse(): boolean {
    return (this.#filter?.selected.size ?? 0) > 0;
  }

  /** Whether an entry is selected, or none is. */
  isShown(code: number): boolean {
    const selected = this.#filter?.selected ?? new Set();
    return selected.size === 0 || this.#categoriesOf(code).some((category) => selected.has(category));
  }

  /** Selects an entry alone, or clears it if it is selected alone. With `add`, adds it to the others, or removes it. */
  toggle(code: number, add: boolean): void {
    const [filter, categories] = [this.#filter, this.#categories];
    const own = this.#categoriesOf(code);
    if (!filter || !categories || own.length === 0) return;
    const { selected } = filter;
    const isSelected = own.every((category) => selected.has(category));
    const others = [...selected].filter((category) => !own.includes(category));
    const kept = add ? others : [];
    filter.select(new Set(isSelected && (add || others.length === 0) ? kept : [...kept, ...own]), categories);
  }

  clear(): void {
    const [filter, categories] = [this.#filter, this.#categories];
    if (filter && categories && filter.selected.size > 0) filter.select(new Set(), categories);
  }

  /** The categories of an entry. */
  #categoriesOf(code: number): readonly Category[] {
    if (Number.isNaN(code)) return [null];
    const { labels, others } = this.#categories ?? { labels: [], others: [] };
    return (code === OTHERS ? [...others] : [code]).flatMap((one) => labels[one] ?? []);
  }
}
