import type { PdfFile, Reference } from './pdf-file';

type Kind = 'ExtGState' | 'Font' | 'Shading' | 'XObject';

const PREFIXES: Readonly<Record<Kind, string>> = { ExtGState: 'G', Font: 'F', Shading: 'S', XObject: 'X' };

/** The objects that the operators of a page use by name. */
export class Resources {
  readonly #file: PdfFile;
  readonly #of: Record<Kind, Reference[]> = { ExtGState: [], Font: [], Shading: [], XObject: [] };
  readonly #shared = new Map<string, string>();
  readonly #before: (() => Promise<void>)[] = [];

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The name of an object: `/X1`. */
  name(kind: Kind, object: Reference): string {
    return `/${PREFIXES[kind]}${this.#of[kind].push(object)}`;
  }

  /** The name of an object with this content, which is added once. */
  shared(kind: Kind, body: string): string {
    let name = this.#shared.get(body);
    if (name === undefined) this.#shared.set(body, (name = this.name(kind, this.#file.add(body))));
    return name;
  }

  /** Calls back before the objects are listed. */
  beforeWriting(add: () => Promise<void>): void {
    this.#before.push(add);
  }

  async write(): Promise<Reference> {
    for (const add of this.#before) await add();
    const kinds = (Object.keys(this.#of) as Kind[]).map((kind) => {
      const names = this.#of[kind].map((object, i) => `/${PREFIXES[kind]}${i + 1} ${object}`);
      return `/${kind} << ${names.join(' ')} >>`;
    });
    return this.#file.add(`<< ${kinds.join(' ')} >>`);
  }
}
