import { PikaError } from '../../errors';
import type { IndexId } from '../../frame/recording';
import type { CellTable } from '../../brush-index/addends';
import type { CellArray, ViewPart } from '../../brush-index/view-part';
import { buildIndex } from '../kernels/index-build';
import { PageStore } from '../columns/page-store';
import type { WorkerReply, WorkerRequest } from './protocol';
import { scan } from '../kernels/scan';

type Post = (reply: WorkerReply, transfer: Transferable[]) => void;

/**
 * The worker's side of the CPU backend. Owns its share of the pages and answers one request at a time; only
 * index builds pause between pages to let other requests run.
 */
export class KernelHost {
  readonly #post: Post;
  readonly #yieldToEventLoop: () => Promise<void>;
  readonly #store = new PageStore();
  /** The request that builds each index. A later request, or a removed entry, makes the build stale. */
  readonly #builds = new Map<IndexId, number>();

  /** `yieldToEventLoop` resolves after all messages that arrived in between were handled. */
  constructor(post: Post, yieldToEventLoop: () => Promise<void>) {
    this.#post = post;
    this.#yieldToEventLoop = yieldToEventLoop;
  }

  receive(message: WorkerRequest): void {
    switch (message.type) {
      case 'unload':
        return this.#store.unload(message.id);
      case 'forget-codes':
        return this.#store.codes.clear();
      case 'abandon':
        return void this.#builds.delete(message.id);
      case 'index':
        return void this.#index(message);
      default:
        try {
          this.#answer(message);
        } catch (thrown) {
          this.#fail(message.request, thrown);
        }
    }
  }

  /** Numbers of columns and of running builds, for tests of leaks. */
  get holdings(): { readonly columns: number; readonly builds: number } {
    return { columns: this.#store.size, builds: this.#builds.size };
  }

  #answer(message: Extract<WorkerRequest, { type: 'load' | 'scan' | 'readKeys' }>): void {
    const { request } = message;
    if (message.type === 'load') {
      this.#store.load(message.id, message.encoding, message.pages);
      this.#post({ type: 'loaded', request }, []);
    } else if (message.type === 'readKeys') {
      const words = this.#store.keyWords(message.column, message.rows);
      this.#post({ type: 'keys', request, words }, [words.buffer]);
    } else {
      const words = scan(this.#store, message.calls);
      this.#post(
        { type: 'scanned', request, words, codesBytes: this.#store.codes.sizeBytes },
        words.map(({ buffer }) => buffer),
      );
    }
  }

  async #index({ request, call, strategies, rows }: Extract<WorkerRequest, { type: 'index' }>): Promise<void> {
    this.#builds.set(call.id, request);
    const isCurrent = () => this.#builds.get(call.id) === request;
    try {
      const parts = await buildIndex(this.#store, call, strategies, rows, async () => {
        await this.#yieldToEventLoop();
        return isCurrent();
      });
      const buffers = (parts ?? []).flatMap(arraysOf).map(({ buffer }) => buffer);
      this.#post({ type: 'indexed', request, parts, codesBytes: this.#store.codes.sizeBytes }, buffers);
    } catch (thrown) {
      this.#fail(request, thrown);
    } finally {
      if (isCurrent()) this.#builds.delete(call.id);
    }
  }

  #fail(request: number, thrown: unknown): void {
    this.#post({ type: 'failed', request, error: PikaError.from(thrown, 'the CPU kernels').toJSON() }, []);
  }
}

/** The arrays that move to the main thread. */
function arraysOf(part: ViewPart): readonly (CellTable | CellArray)[] {
  if (part.kind === 'tile') return part.tables;
  return [part.starts, part.cells, ...part.addends.filter((own) => own !== null), ...part.full];
}
