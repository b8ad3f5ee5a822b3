import { short, utf16, type PdfFile } from './pdf-file';
import type { Resources } from './resources';

/** The codes from 1 to 255. */
const MOST_GLYPHS = 255;
/** Of each glyph, in thousandths of the font size; texts are stretched to their width. */
const GLYPH_WIDTH = 500;

/** Fonts whose glyphs draw nothing, but are characters of Unicode to readers that search, select and copy. */
export class UnseenFonts {
  readonly #file: PdfFile;
  readonly #resources: Resources;
  /** The characters of each font; the code of a glyph is its place, from 1. */
  readonly #fonts: { readonly characters: string[]; readonly name: string }[] = [];

  constructor(file: PdfFile, resources: Resources) {
    this.#file = file;
    this.#resources = resources;
  }

  /** Operators that show characters over a width. */
  show(characters: readonly string[], sizeCss: number, left: number, y: number, width: number): string {
    const { characters: known, name } = this.#fontFor(characters);
    const codes = characters.flatMap((character) => {
      const at = known.indexOf(character);
      return at < 0 ? [] : [(at + 1).toString(16).padStart(2, '0')];
    });
    const stretch = (100 * width) / ((codes.length * GLYPH_WIDTH * sizeCss) / 1000);
    const place = `0 Tc ${short(stretch)} Tz 1 0 0 -1 ${short(left)} ${short(y)} Tm`;
    return `BT ${name} ${short(sizeCss)} Tf ${place} <${codes.join('')}> Tj ET\n`;
  }

  #fontFor(characters: readonly string[]): { readonly characters: readonly string[]; readonly name: string } {
    const last = this.#fonts.at(-1);
    const added = (known: readonly string[]): string[] => [
      ...new Set(characters.filter((character) => !known.includes(character))),
    ];
    if (last && last.characters.length + added(last.characters).length <= MOST_GLYPHS) {
      last.characters.push(...added(last.characters));
      return last;
    }
    const { at, fill } = this.#file.reserve();
    const font = { characters: added([]).slice(0, MOST_GLYPHS), name: this.#resources.name('Font', at) };
    this.#fonts.push(font);
    this.#resources.beforeWriting(async () => fill(await this.#written(font.characters)));
    return font;
  }

  async #written(characters: readonly string[]): Promise<string> {
    const empty = await this.#file.stream('', `${GLYPH_WIDTH} 0 d0`);
    const names = characters.map((_, i) => `/g${i + 1}`);
    const toUnicode = await this.#file.stream('', cmapOf(characters));
    return `<< /Type /Font /Subtype /Type3 /FontBBox [0 -250 ${GLYPH_WIDTH} 750] /FontMatrix [0.001 0 0 0.001 0 0]
/FirstChar 1 /LastChar ${names.length} /Widths [${names.map(() => GLYPH_WIDTH).join(' ')}] /Resources << >>
/CharProcs << ${names.map((name) => `${name} ${empty}`).join(' ')} >>
/Encoding << /Type /Encoding /Differences [1 ${names.join(' ')}] >> /ToUnicode ${toUnicode} >>`;
  }
}

/** Says which character each code is. A list has at most 100 entries. */
function cmapOf(characters: readonly string[]): string {
  const entries = characters.map((one, i) => `<${(i + 1).toString(16).padStart(2, '0')}> <${utf16(one)}>`);
  const lists: string[] = [];
  for (let i = 0; i < entries.length; i += 100) {
    const some = entries.slice(i, i + 100);
    lists.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
${lists.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}
