import { describeValue, isDate, PikaError, type PerAxis } from '../../engine/index';

export type WantedDomain = PerAxis<readonly [lo: number, hi: number] | null>;

/**
 * Reads a domain that scripts assign; dates are times, and ends may be in either order: sliders may cross.
 * @throws PikaError `spec/bad-channel` unless each axis has two finite numbers or dates, or null
 */
export function readDomain(wanted: unknown): WantedDomain {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) throw bad('domain', textOf(wanted));
  const axes = Object.entries(wanted).map(([channel, interval]: [string, unknown]) => {
    if (channel !== 'x' && channel !== 'y') throw bad('domain', `"${channel}" beside x and y`);
    if (interval === null || interval === undefined) return [channel, interval];
    const ends = Array.isArray(interval) ? interval.map((end: unknown) => (isDate(end) ? end.getTime() : end)) : [];
    if (ends.length !== 2 || !ends.every(Number.isFinite)) throw bad(`${channel} of domain`, textOf(interval));
    return [channel, (ends as number[]).sort((a, b) => a - b)];
  });
  return Object.fromEntries(axes) as WantedDomain;
}

/** The axes that have a domain. */
export function zoomedIn(wanted: WantedDomain): PerAxis<readonly [lo: number, hi: number]> {
  return Object.fromEntries(Object.entries(wanted).filter(([, interval]) => interval !== null));
}

function bad(subject: string, found: string): PikaError {
  return new PikaError('spec/bad-channel', {
    subject,
    expected: 'two finite numbers (times in milliseconds since 1970, categories by position) or dates, or null',
    found,
    next: 'Write for example plot.domain = { x: [10, 20] }; null resets an axis.',
  });
}

/** `[1, Invalid Date]`, `an object` */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  return typeof value === 'object' && !isDate(value) ? describeValue(value) : String(value);
}
