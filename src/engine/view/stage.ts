import type { Clock } from '../clock';
import type { ColumnCache } from '../columns/column-cache';
import type { Backend } from '../frame/backend';
import type { Conductor } from '../frame/conductor';
import type { LinkedViews, Member } from '../link/linked-views';
import type { SharedDomains } from '../link/shared-domains';
import type { Selection } from '../link/selection';
import type { Memory } from '../memory/memory';
import type { Profile } from '../profile/profile';
import type { Progress, Relation } from '../source/source';
import type { AxisDomain } from './zooming';

/** What a view needs from the engine. Replaced as a whole when the backend is. */
export interface Stage {
  readonly backend: Backend;
  readonly conductor: Conductor;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly columns: ColumnCache<Progress>;
  readonly profile: Profile;
  /** The plots of a relation. */
  readonly linked: (relation: Relation) => LinkedViews;
  readonly leave: (relation: Relation, member: Member) => void;
  /** By name; made when first asked for. */
  readonly selection: (name: string) => Selection;
  /** What the plots of a zoom group show, by name; made when first asked for. */
  readonly zoomGroup: (name: string) => SharedDomains<AxisDomain>;
}
