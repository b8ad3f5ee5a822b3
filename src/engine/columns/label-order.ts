/**
 * The order of labels where an author gives none, as readers of a language expect it: `Élan` before `Zebra`, `item 2`
 * before `item 10`, and labels that are all numbers by their values. Codes of categories follow it, so that kernels,
 * axes, legends and stacks agree.
 */
let collator = collatorOf('en');
let language = 'en';
const known = new WeakMap<readonly string[], boolean>();

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Sets the language for columns that are read from now on, in this thread.
 * @param tag of BCP 47; English if it is empty or unknown
 */
export function orderLabelsIn(tag: string): void {
  if (tag === language) return;
  language = tag;
  collator = collatorOf(tag);
}

/** The language set last. */
export function labelLanguage(): string {
  return language;
}

function collatorOf(tag: string): Intl.Collator {
  try {
    return new Intl.Collator(tag.trim() || 'en', { numeric: true });
  } catch {
    return collatorOf('en');
  }
}

/** The indices of distinct labels in their order. Labels that the language does not distinguish keep theirs. */
export function labelOrder(labels: readonly string[]): number[] {
  const numbers = Float64Array.from(labels, numberIn);
  return Array.from(labels, (_, i) => i).sort((a, b) => compare(labels[a]!, labels[b]!, numbers[a]!, numbers[b]!));
}

/** Whether labels are in their order. Known for an array that was asked about before. */
export function isInLabelOrder(labels: readonly string[]): boolean {
  let isOrdered = known.get(labels);
  if (isOrdered === undefined) {
    const numbers = Float64Array.from(labels, numberIn);
    isOrdered = labels.every(
      (label, i) => i === 0 || compare(labels[i - 1]!, label, numbers[i - 1]!, numbers[i]!) <= 0,
    );
    known.set(labels, isOrdered);
  }
  return isOrdered;
}

/** Negative if `a` comes before `b`. */
export function compareLabels(a: string, b: string): number {
  return compare(a, b, numberIn(a), numberIn(b));
}

function numberIn(label: string): number {
  return NUMBER.test(label) ? Number(label) : NaN;
}

/** Numbers come before other labels. */
function compare(a: string, b: string, numberA: number, numberB: number): number {
  const [isA, isB] = [!Number.isNaN(numberA), !Number.isNaN(numberB)];
  if (isA !== isB) return isA ? -1 : 1;
  return (isA ? numberA - numberB : 0) || collator.compare(a, b);
}

/** Compares UTF-8 as SQL does: the order of code points. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
