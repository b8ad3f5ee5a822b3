import { isDate, PikaError, type PerAxis } from '../../engine/index';

export type WantedDomain = PerAxis<readonly [lo: number, hi: number] | null>;

/**
 * Reads a domain that scripts assign; dates are times, and ends may be in either order: sliders may cross.
 * @throws PikaError `spec/bad-channel` unless each axis has two finite numbers or dates, or null
 */
export function readDomain(wanted: unknown): WantedDomain {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) throw bad('domain', wanted);
  const axes = Object.entries(wanted).map(([channel, interval]: [string, unknown]) => {
    if (channel !== 'x' && channel !== 'y') throw bad('domain', { [channel]: interval });
    if (interval === null || interval === undefined) return [channel, interval];
    const ends = Array.isArray(interval) ? interval.map((end: unknown) => (isDate(end) ? end.getTime() : end)) : [];
    if (ends.length !== 2 || !ends.every(Number.isFinite)) throw bad(`${channel} of domain`, interval);
    return [channel, (ends as number[]).sort((a, b) => a - b)];
  });
  return Object.fromEntries(axes) as WantedDomain;
}

function bad(subject: string, found: unknown): PikaError {
  return new PikaError('spec/bad-channel', {
    subject,
    expected: 'two finite numbers (times in milliseconds since 1970, categories by position) or dates, or null',
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
