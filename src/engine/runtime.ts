import { measureExtent } from './aggregates/measure-extent';
import type { BackendSelection } from './backends';
import type { Clock } from './clock';
import { ColumnCache } from './columns/column-cache';
import type { EngineBus } from './engine-events';
import type { Backend } from './frame/backend';
import type { IndexId } from './frame/ids';
import { FrameScheduler } from './frame/frame-scheduler';
import { LinkedViews, type IndexIds, type LinkedView } from './link/linked-views';
import type { Selection } from './link/selection';
import type { SharedDomains } from './link/shared-domains';
import type { Memory } from './memory/memory';
import type { Profile } from './profile/profile';
import type { Seams } from './seams';
import type { Progress, Relation } from './source/source';
import type { PlotContext } from './plot/plot-context';
import type { AxisDomain } from './zoom/zoom-domain';

/** State that the plots of a page share. It outlives the backend. */
export interface PageState {
  readonly bus: EngineBus;
  readonly memory: Memory;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly seams: Seams;
  readonly selections: NamedInstances<Selection>;
  readonly zoomGroups: NamedInstances<SharedDomains<AxisDomain>>;
}

/** A plot context, with the reason for the choice of its backend. */
export interface Runtime extends PlotContext {
  readonly reason: string;
}

/** One object per name, created on first use. */
export class NamedInstances<T> {
  readonly #make: (name: string) => T;
  readonly #made = new Map<string, T>();

  constructor(make: (name: string) => T) {
    this.#make = make;
  }

  get(name: string): T {
    const made = this.#made.get(name) ?? this.#make(name);
    this.#made.set(name, made);
    return made;
  }
}

/** Creates the context of plots on a backend: its frame scheduler, resident columns and linked views. */
export function startRuntime({ backend, reason }: BackendSelection, page: PageState, graceMs: number): Runtime {
  const { bus, memory, profile, clock, seams, selections, zoomGroups } = page;
  seams.backend?.(backend);
  const frameScheduler = new FrameScheduler(backend, (act) => clock.frame(act), profile);
  const columns = new ColumnCache<Progress>({
    memory,
    kind: backend.memoryKind,
    graceMs,
    clock,
    beforeRead: async (query, expressions) => {
      backend.prepare();
      await seams.beforeRead?.(query, expressions);
    },
    time: (name, work) => profile.time('columns', name, work),
    onAsked: (known) => profile.count(known ? 'columnHits' : 'columnMisses'),
    load: (column, signal) => {
      profile.count('uploads', column.pages.length);
      profile.count(
        'bytesUploaded',
        column.pages.reduce((sum, { keys }) => sum + keys.byteLength, 0),
      );
      return backend.load(column, signal);
    },
    unload: (id) => frameScheduler.whenFree(() => backend.unload(id)),
    measure: (meta, signal) => measureExtent(meta, [], { frameScheduler, backend }, signal),
  });
  bus.publish('backend', 'engine', { kind: backend.kind, reason });
  return {
    backend,
    frameScheduler,
    clock,
    memory,
    columns,
    profile,
    reason,
    ...linking(backend, frameScheduler, profile),
    selection: (name) => selections.get(name),
    zoomGroup: (name) => zoomGroups.get(name),
    track: (...request) => bus.follow(...request),
  };
}

/** The linked views of each relation, as long as it has any. */
function linking(
  backend: Backend,
  frameScheduler: FrameScheduler,
  profile: Profile,
): Pick<PlotContext, 'linked' | 'leave'> {
  const groups = new Map<Relation, LinkedViews>();
  let serial = 0;
  const indexIds: IndexIds = {
    next: () => `index-${++serial}` as IndexId,
    // A recording may still wait for an index that is being built.
    release: (id) => frameScheduler.whenFree(() => backend.drop([id])),
  };
  return {
    linked: (relation) => {
      const group =
        groups.get(relation) ??
        new LinkedViews(backend.capabilities, (client) => frameScheduler.invalidate(client), indexIds, profile);
      groups.set(relation, group);
      return group;
    },
    leave: (relation: Relation, view: LinkedView) => {
      const group = groups.get(relation);
      group?.remove(view);
      if (group?.size === 0) groups.delete(relation);
    },
  };
}
