import { PikaError, type PerAxis } from '../../engine/index';

export type WantedDomain = PerAxis<readonly [lo: number, hi: number] | null>;

/** @throws PikaError `spec/bad-channel` unless each axis has two finite numbers in order, or null */
export function checkDomain(wanted: unknown): asserts wanted is WantedDomain {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) throw bad('domain', wanted);
  for (const [channel, interval] of Object.entries(wanted as Readonly<Record<string, unknown>>)) {
    if (channel !== 'x' && channel !== 'y') throw bad('domain', { [channel]: interval });
    if (interval === null || interval === undefined) continue;
    const ends: readonly unknown[] = Array.isArray(interval) ? interval : [];
    const [lo, hi] = ends;
    if (
      ends.length !== 2 ||
      typeof lo !== 'number' ||
      typeof hi !== 'number' ||
      !Number.isFinite(lo) ||
      !Number.isFinite(hi) ||
      lo > hi
    )
      throw bad(`${channel} of domain`, interval);
  }
}

function bad(subject: string, found: unknown): PikaError {
  return new PikaError('spec/bad-channel', {
    subject,
    expected:
      'two finite numbers, the smaller first (times in milliseconds since 1970, categories by position), or null',
    found: describe(found),
    next: 'Write for example plot.domain = { x: [10, 20] }; null resets an axis.',
  });
}

function describe(found: unknown): string {
  if (Array.isArray(found)) return `[${found.map(String).join(', ')}]`;
  return typeof found === 'object'
    ? `an object with ${Object.keys(found ?? {}).join(', ') || 'no properties'}`
    : String(found);
}
