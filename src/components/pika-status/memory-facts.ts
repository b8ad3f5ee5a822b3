import { megabytes, type Fact } from './fact';

/** The part of the engine's memory report that the panel shows: bytes by kind, and by owner, largest first. */
export interface HeldBytes {
  readonly gpu: KindOfBytes;
  readonly js: KindOfBytes;
  readonly wasm: KindOfBytes;
  readonly owners: readonly OwnedBytes[];
}

interface KindOfBytes {
  readonly usedBytes: number;
  readonly budgetBytes: number;
}

interface OwnedBytes {
  readonly module: string;
  readonly query?: string;
  readonly column?: string;
  readonly element?: string;
  readonly part?: string;
  readonly sizeBytes: number;
}

const KINDS = [
  ['gpu', 'GPU'],
  ['js', 'Page'],
  ['wasm', 'Database'],
] as const;
const MAX_OWNERS = 6;

/** Bytes of each kind in use, then the largest owners, then the sum of the others. */
export function memoryFacts(held: HeldBytes): Fact[] {
  const kinds = KINDS.filter(([kind]) => held[kind].usedBytes > 0).map(([kind, label]) => ({
    label,
    value: `${megabytes(held[kind].usedBytes)} of ${megabytes(held[kind].budgetBytes)}`,
  }));
  const shown = held.owners
    .slice(0, MAX_OWNERS)
    .map((owned) => ({ label: '', value: `${megabytes(owned.sizeBytes)} ${nameOf(owned)}` }));
  const rest = held.owners.slice(MAX_OWNERS).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return [...kinds, ...shown, ...(rest > 0 ? [{ label: '', value: `${megabytes(rest)} others` }] : [])];
}

function nameOf({ module, query, column, element, part }: OwnedBytes): string {
  const whose = [query && (column ? `${query}.${column}` : query), element].filter(Boolean).join(', ');
  return [part ?? (whose ? '' : module), whose].filter(Boolean).join(' of ');
}
