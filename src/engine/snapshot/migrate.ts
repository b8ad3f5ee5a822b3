import { badSnapshot } from './bad-snapshot';

/**
 * The step from each version of the manifest to the next. `test/snapshot/files/` holds a file of every version, which
 * must open forever.
 */
const STEPS: readonly ((manifest: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>)[] = [];

/** @throws PikaError `snapshot/bad-file` for a version that was never released */
export function migrate(
  manifest: Readonly<Record<string, unknown>>,
  version: number,
): Readonly<Record<string, unknown>> {
  if (version < 1) throw badSnapshot('version of the snapshot', 'at least 1', version);
  return STEPS.slice(version - 1).reduce((migrated, step) => step(migrated), manifest);
}
