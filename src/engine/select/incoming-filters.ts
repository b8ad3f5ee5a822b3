import { anyOf, clauseSql, keyedSql } from '../sql/clause-sql';
import type { PikaError } from '../errors';
import type { FilterPart, LinkedView } from '../link/linked-views';
import type { Contribution, Selection } from '../link/selection';
import type { SelectionClause } from '../grammar/selection-clause';
import type { Filter } from '../frame/recording';
import { PredicateColumns } from './predicate-columns';
import type { Relation } from '../source/source';
import type { PlotContext } from '../plot/plot-context';

/** The selections that filter a view. */
export interface FilterSources {
  readonly selections: readonly Selection[];
  /** The key that the view's rows share with other queries; null if clauses use columns that the view has too. */
  readonly key: string | null;
}

/**
 * The filters of one view: the contributions to its selections, as filter parts for the kernels. A contribution over
 * the same rows brings its kernel filter. One over other rows, or without a plot, becomes a resident column of its SQL;
 * the latest wins.
 */
export class IncomingFilters {
  readonly sources: FilterSources;
  readonly #view: object;
  readonly #selections: readonly Selection[];
  readonly #key: string | null;
  readonly #relation: Relation;
  readonly #resident: boolean;
  readonly #predicates: PredicateColumns;
  readonly #offs: readonly (() => void)[];
  #parts: readonly FilterPart[] | null = null;
  #awaitsPlot = false;

  /**
   * @param resident the view's columns are resident; if not, SQL counts it, and conditions need no columns
   * @param onChange called with the source of the change when the parts change
   * @param onFailed called with the error if a condition can't be computed over this view's rows
   */
  constructor(
    view: object,
    sources: FilterSources,
    relation: Relation,
    resident: boolean,
    context: PlotContext,
    onChange: (source: object | null) => void,
    onFailed: (error: PikaError) => void,
  ) {
    const { selections, key } = (this.sources = sources);
    this.#view = view;
    this.#selections = selections;
    this.#key = key;
    this.#relation = relation;
    this.#resident = resident;
    const changed = (source: object | null): void => {
      this.#parts = null;
      onChange(source);
    };
    this.#predicates = new PredicateColumns(relation, context, (error) => (error ? onFailed(error) : changed(null)));
    this.#offs = selections.map((selection) =>
      selection.onChange((source) => {
        if (source !== view || selection.mode !== 'crossfilter') changed(source);
      }),
    );
  }

  get parts(): readonly FilterPart[] {
    return (this.#parts ??= this.#compose());
  }

  /** Whether a clause is left out, because its plot is loading and contributes it again soon. */
  get awaitsPlot(): boolean {
    this.#parts ??= this.#compose();
    return this.#awaitsPlot;
  }

  /** The filter without the view's own contribution. A union can't be split: then it is empty, and every row passes. */
  get others(): Filter {
    return this.parts.flatMap(({ source, filter }) => (source !== null && source !== this.#view ? filter : []));
  }

  /** Whether another view's selection filters this view. */
  isFilteredBy(other: LinkedView): boolean {
    const { selection } = other;
    return (
      selection !== null &&
      this.#selections.includes(selection) &&
      selection.mode !== 'union' &&
      (other !== this.#view || selection.mode !== 'crossfilter')
    );
  }

  dispose(): void {
    for (const off of this.#offs) off();
    this.#predicates.dispose();
  }

  #sqlOf(clause: SelectionClause): string {
    return this.#key !== null && clause.from !== this.#relation.name ? keyedSql(clause, this.#key) : clauseSql(clause);
  }

  #compose(): readonly FilterPart[] {
    const wanted = new Set<object>();
    this.#awaitsPlot = false;
    const filterOf = (
      contribution: Contribution & { readonly source: object },
    ): { readonly filter: Filter; readonly resident: boolean } | null => {
      const { kernel, isUnclaimed, clause, source } = contribution;
      if (kernel?.rows === this.#relation) return kernel;
      // Its plot is loading, and contributes again once its columns are resident.
      if (!isUnclaimed && clause.from === this.#relation.name) {
        this.#awaitsPlot = true;
        return null;
      }
      if (!this.#resident) return { filter: [], resident: false };
      wanted.add(source);
      const filter = this.#predicates.filter(source, this.#sqlOf(clause));
      return filter && { filter, resident: true };
    };
    const parts = this.#selections.flatMap((selection): FilterPart[] => {
      const { of, contributions } = selection.filtering(this.#view);
      const filters = contributions.flatMap((contribution) => {
        const found = filterOf(contribution);
        return found
          ? [
              {
                source: contribution.source,
                filter: found.filter,
                resident: found.resident,
                sql: this.#sqlOf(contribution.clause),
              },
            ]
          : [];
      });
      if (of === 'all' || filters.length < 2)
        return filters.map((part) => ({ ...part, source: of === 'all' ? part.source : null }));
      return [
        {
          source: null,
          filter: [{ kind: 'any', of: filters.map(({ filter }) => filter) }],
          resident: filters.every(({ resident }) => resident),
          sql: anyOf(filters.map(({ sql }) => sql)),
        },
      ];
    });
    this.#predicates.keep(wanted);
    return parts;
  }
}
