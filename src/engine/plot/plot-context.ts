import type { Clock } from '../clock';
import type { ColumnCache } from '../columns/column-cache';
import type { Backend } from '../frame/backend';
import type { FrameScheduler } from '../frame/frame-scheduler';
import type { LinkedViews, LinkedView } from '../link/linked-views';
import type { SharedDomains } from '../link/shared-domains';
import type { Selection } from '../link/selection';
import type { Memory } from '../memory/memory';
import type { Profile } from '../profile/profile';
import type { Progress, Relation, RequestOptions } from '../source/source';
import type { AxisDomain } from '../zoom/zoom-domain';

/** What a view needs from the engine. Replaced as a whole when the backend is. */
export interface PlotContext {
  readonly backend: Backend;
  readonly frameScheduler: FrameScheduler;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly columns: ColumnCache<Progress>;
  readonly profile: Profile;
  /** The plots of a relation. */
  readonly linked: (relation: Relation) => LinkedViews;
  readonly leave: (relation: Relation, member: LinkedView) => void;
  /** By name; created on first use. */
  readonly selection: (name: string) => Selection;
  /** Runs work on a query's rows and reports its progress and its end to the page. */
  readonly track: <T>(
    name: string,
    request: string,
    options: RequestOptions,
    work: (report: (progress: Progress) => void) => Promise<T>,
  ) => Promise<T>;
  /** The shared domains of a zoom group, by name; created on first use. */
  readonly zoomGroup: (name: string) => SharedDomains<AxisDomain>;
}
