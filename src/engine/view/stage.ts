import type { ColumnCache } from '../columns/column-cache';
import type { Backend } from '../frame/backend';
import type { Conductor } from '../frame/conductor';
import type { Crossfilter, Member } from '../link/crossfilter';
import type { Memory } from '../memory/memory';
import type { Progress, Relation } from '../source/source';

/** What a view needs from the engine. Replaced as a whole when the backend is. */
export interface Stage {
  readonly backend: Backend;
  readonly conductor: Conductor;
  readonly memory: Memory;
  readonly columns: ColumnCache<Progress>;
  readonly crossfilter: (relation: Relation) => Crossfilter;
  readonly leave: (relation: Relation, member: Member) => void;
}
