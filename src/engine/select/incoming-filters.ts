import { anyOf, clauseSql, keyedSql } from '../sql/clause-sql';
import type { PikaError } from '../errors';
import type { FilterPart, LinkedView } from '../link/linked-views';
import type { Contribution, Selection } from '../link/selection';
import type { SelectionClause } from '../grammar/selection-clause';
import type { Filter } from '../frame/recording';
import { PredicateColumns } from './predicate-columns';
import type { Relation } from '../source/source';
import type { PlotContext } from '../plot/plot-context';

/** The selections that a view heeds. */
export interface FilterSources {
  readonly selections: readonly Selection[];
  /** What the view's rows share with those of other queries; null when clauses speak of columns that it has too. */
  readonly key: string | null;
}

/**
 * What filters one view: the contributions to the selections it heeds, as parts for the kernels. Contributions of the
 * same rows bring their kernels' form; those of other rows, and those that no plot says, become resident columns of
 * their SQL, the latest one wins.
 */
export class IncomingFilters {
  readonly #view: object;
  readonly #selections: readonly Selection[];
  readonly #key: string | null;
  readonly #relation: Relation;
  readonly #resident: boolean;
  readonly #predicates: PredicateColumns;
  readonly #offs: readonly (() => void)[];
  #parts: readonly FilterPart[] | null = null;

  /**
   * @param resident the view's own columns are: otherwise SQL counts it, and conditions need no columns
   * @param onChange told that the parts are others now, and of whose doing
   * @param onFailed told why a condition of other rows can't be one here
   */
  constructor(
    view: object,
    { selections, key }: FilterSources,
    relation: Relation,
    resident: boolean,
    context: PlotContext,
    onChange: (source: object | null) => void,
    onFailed: (error: PikaError) => void,
  ) {
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

  /** What rows must pass but for what the view itself selects. A union has no such part: then every row may pass. */
  get others(): Filter {
    return this.parts.flatMap(({ source, filter }) => (source !== null && source !== this.#view ? filter : []));
  }

  /** Whether rows must pass what another view selects. */
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
    const filterOf = (
      contribution: Contribution & { readonly source: object },
    ): { readonly filter: Filter; readonly resident: boolean } | null => {
      const { kernel, free, clause, source } = contribution;
      if (kernel?.rows === this.#relation) return kernel;
      // Its plot is loading: it says so again when its columns are there.
      if (!free && clause.from === this.#relation.name) return null;
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
