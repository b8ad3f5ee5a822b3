/** The code of every error that a user can see: `<module>/<problem>`. */
export type PikaErrorCode =
  | 'spec/missing-from'
  | 'spec/unknown-mark'
  | 'spec/missing-channel'
  | 'spec/bad-channel'
  | 'spec/bad-attribute'
  | 'spec/bad-spec'
  | 'spec/bad-brush'
  | 'spec/bad-zoom'
  | 'spec/bad-context'
  | 'spec/bad-format'
  | 'spec/bad-input'
  | 'spec/bad-messages'
  | 'spec/bad-selection'
  | 'spec/bad-state'
  | 'snapshot/bad-file'
  | 'snapshot/untrusted'
  | 'snapshot/no-storage'
  | 'plan/unknown-query'
  | 'plan/unknown-column'
  | 'plan/unsupported'
  | 'plan/too-many-categories'
  | 'plan/too-many-bins'
  | 'plan/too-many-groups'
  | 'plan/wrong-step'
  | 'plan/wrong-scale'
  | 'plan/mixed-scale'
  | 'source/fetch-failed'
  | 'source/not-found'
  | 'source/bad-file'
  | 'source/unsupported-format'
  | 'source/missing-src'
  | 'source/bad-option'
  | 'source/duplicate-name'
  | 'source/cycle'
  | 'source/sql'
  | 'source/database'
  | 'source/table-lost'
  | 'source/aborted'
  | 'source/bad-data'
  | 'source/stream-failed'
  | 'source/bad-parameter'
  | 'rows/unsupported-type'
  | 'rows/unreadable-column'
  | 'rows/bad-bytes'
  | 'rows/worker'
  | 'gpu/unavailable'
  | 'gpu/device-lost'
  | 'gpu/out-of-memory'
  | 'gpu/shader'
  | 'cpu/worker'
  | 'memory/over-budget'
  | 'memory/exhausted'
  | 'engine/bad-option'
  | 'engine/missing-file'
  | 'engine/no-page'
  | 'engine/no-picture'
  | 'engine/no-clipboard'
  | 'engine/no-rows'
  | 'engine/nothing-brushes'
  | 'engine/page-too-large'
  | 'engine/internal'
  | 'engine/slow-listener';

export interface PikaErrorParts {
  /** What the message is about: `column "tags" of query "trips"`. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  /** What the user can do now; a full sentence. */
  readonly next: string;
  /** The column at fault, if the others can be used without it. */
  readonly column?: string;
}

/**
 * An error that states subject, expected, found and next step, in that order. `message` is the whole text; `detail`
 * keeps the parts so that an element can lay them out.
 */
export class PikaError extends Error {
  override readonly name = 'PikaError';
  readonly code: PikaErrorCode;
  readonly detail: PikaErrorParts;

  constructor(code: PikaErrorCode, detail: PikaErrorParts, cause?: unknown) {
    super(`[pika ${code}] ${detail.subject}: expected ${detail.expected}, found ${detail.found}. ${detail.next}`, {
      cause,
    });
    this.code = code;
    this.detail = detail;
  }

  /** Plain data that survives `postMessage`; {@link PikaError.fromJSON} brings it back. */
  toJSON(): SerializedError {
    return { code: this.code, detail: this.detail };
  }

  static fromJSON({ code, detail }: SerializedError): PikaError {
    return new PikaError(code, detail);
  }

  /**
   * Converts anything thrown to a PikaError. A PikaError is returned as it is; a failed allocation in the browser
   * becomes memory/exhausted.
   */
  static from(thrown: unknown, subject = 'pika-plot'): PikaError {
    if (thrown instanceof PikaError) return thrown;
    const found = thrown instanceof Error ? thrown.message : String(thrown);
    if (isNoMemory(thrown)) {
      return new PikaError(
        'memory/exhausted',
        {
          subject,
          expected: 'memory for an array',
          found,
          next: 'Draw fewer rows or columns at once, or lower the budget: configure({ memory: { jsBytes: … } }).',
        },
        thrown,
      );
    }
    return new PikaError(
      'engine/internal',
      {
        subject,
        expected: 'no failure',
        found,
        next: 'This is a bug in pika-plot: please report it with this message.',
      },
      thrown,
    );
  }
}

/** V8 says "Array buffer allocation failed"; browsers' other errors contain "out of memory". */
function isNoMemory(thrown: unknown): boolean {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  return (thrown instanceof RangeError && /alloc/i.test(said)) || /\bout of memory\b/i.test(said);
}

export interface SerializedError {
  readonly code: PikaErrorCode;
  readonly detail: PikaErrorParts;
}
