import { PikaError, type PerAxis } from '../../engine/index';

export type WantedDomain = PerAxis<readonly [lo: number, hi: number] | null>;

/** @throws PikaError `spec/bad-channel` for whatever is no part of an axis */
export function checkDomain(wanted: unknown): asserts wanted is WantedDomain {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) throw bad('domain', wanted);
  for (const [channel, part] of Object.entries(wanted as Readonly<Record<string, unknown>>)) {
    if (channel !== 'x' && channel !== 'y') throw bad('domain', { [channel]: part });
    if (part === null || part === undefined) continue;
    const ends: readonly unknown[] = Array.isArray(part) ? part : [];
    const [lo, hi] = ends;
    if (ends.length !== 2 || typeof lo !== 'number' || typeof hi !== 'number' || !Number.isFinite(lo) || !Number.isFinite(hi) || lo > hi) throw bad(`${channel} of domain`, part);
  }
}

function bad(subject: string, found: unknown): PikaError {
  return new PikaError('spec/bad-channel', {
    subject, expected: 'two finite numbers, the larger last (times in milliseconds since 1970, categories by position), or null', found: written(found),
    next: 'Write for example plot.domain = { x: [10, 20] }; null shows all of an axis.',
  });
}

function written(found: unknown): string {
  if (Array.isArray(found)) return `[${found.map(String).join(', ')}]`;
  return typeof found === 'object' ? `an object with ${Object.keys(found ?? {}).join(', ') || 'nothing in it'}` : String(found);
}
