/** A part of a PDF file: plain ASCII, or bytes. */
type Part = string | Uint8Array<ArrayBuffer>;

/** The number of an object, as others refer to it. */
export type Reference = `${number} 0 R`;

/** Writes the objects of a PDF file: version 1.7, with a table of references at its end. */
export class PdfFile {
  readonly #objects: (readonly Part[])[] = [];

  /** @param body of a dictionary, or another object */
  add(body: string): Reference {
    return this.#put([body]);
  }

  /** Adds an object later, which others already refer to. */
  reserve(): { readonly at: Reference; readonly fill: (body: string) => void } {
    const index = this.#objects.length;
    return { at: this.#put([]), fill: (body) => (this.#objects[index] = [body]) };
  }

  /** Adds a compressed stream. @param entries of its dictionary */
  async stream(entries: string, content: Part): Promise<Reference> {
    const bytes = await deflated(content);
    const dictionary = `<< ${entries} /Length ${bytes.length} /Filter /FlateDecode >>`;
    return this.#put([`${dictionary}\nstream\n`, bytes, '\nendstream']);
  }

  toBlob(root: Reference, info: Reference): Blob {
    // The second line tells programs that the file is not only text.
    const parts: Part[] = ['%PDF-1.7\n%', Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3), '\n'];
    let length = lengthOf(parts);
    const offsets = this.#objects.map((object, i) => {
      const offset = length;
      const written = [`${i + 1} 0 obj\n`, ...object, '\nendobj\n'];
      length += lengthOf(written);
      parts.push(...written);
      return offset;
    });
    const count = offsets.length + 1;
    const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    const trailer = `trailer\n<< /Size ${count} /Root ${root} /Info ${info} >>\nstartxref\n${length}\n%%EOF\n`;
    return new Blob([...parts, `xref\n0 ${count}\n0000000000 65535 f \n`, ...entries, trailer], {
      type: 'application/pdf',
    });
  }

  #put(object: readonly Part[]): Reference {
    this.#objects.push(object);
    return `${this.#objects.length} 0 R`;
  }
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** In the form of zlib, as PDF has it. */
async function deflated(content: Part): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A text of any language, for titles and the like: UTF-16 with a byte order mark. */
export function textString(text: string): string {
  return `<FEFF${utf16(text)}>`;
}

export function utf16(text: string): string {
  let hex = '';
  for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, '0');
  return hex;
}

/** A number as PDF reads it: without an exponent. */
export function short(value: number): string {
  return String(Number(value.toFixed(4)));
}
