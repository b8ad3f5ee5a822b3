/** Parts of PDF files that need no page: paths, texts of the standard fonts, and the table of objects. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import { PathOperators } from '../../src/components/picture/pdf/path-operators';
import { PdfFile, textString } from '../../src/components/picture/pdf/pdf-file';
import { standardFont, widthOf } from '../../src/components/picture/pdf/standard-font';
import { winAnsi } from '../../src/components/picture/pdf/win-ansi';

function operatorsOf(d: string): string {
  const path = new PathOperators();
  path.svg(d);
  return path.text.trim().replaceAll('\n', ' ');
}

/** The ends of the curves. */
function endsOf(d: string): (readonly number[])[] {
  return operatorsOf(d)
    .split(' c')
    .slice(0, -1)
    .map((curve) => curve.trim().split(' ').slice(-2).map(Number));
}

describe('paths of SVG in PDF', () => {
  it('have the same corners, from absolute and relative commands', () => {
    assert.equal(operatorsOf('M1,2h3v4H1z'), '1 2 m 4 2 l 4 6 l 1 6 l h');
    assert.equal(operatorsOf('m1 2 3-4.5.5-.5zl1,1'), '1 2 m 4 -2.5 l 4.5 -3 l h 2 3 l');
    assert.equal(operatorsOf('M0 0Q3 3 6 0T12 0'), '0 0 m 2 2 4 2 6 0 c 8 -2 10 -2 12 0 c');
    assert.equal(operatorsOf('M0 0C0 1 1 2 2 2s2-1 2-2'), '0 0 m 0 1 1 2 2 2 c 3 2 4 1 4 0 c');
    assert.equal(operatorsOf('M0 0L1 1L2'), '0 0 m 1 1 l');
  });

  it('have arcs as curves that end where the arcs do', () => {
    assert.deepEqual(endsOf('M5,0A5,5 0 1 1 -5,0A5,5 0 1 1 5,0z'), [
      [0, 5],
      [-5, 0],
      [0, -5],
      [5, 0],
    ]);
    // Counterclockwise, the small way; the radius grows to reach the end.
    assert.deepEqual(endsOf('M0 0a1 1 0 0 0 4 0'), [
      [2, 2],
      [4, 0],
    ]);
  });
});

describe('texts in PDF', () => {
  it('have the codes of WinAnsi, or none', () => {
    assert.deepEqual(winAnsi('Aé€–'), { codes: [65, 233, 128, 150], isExact: true });
    assert.deepEqual(winAnsi('−1\u202f000'), { codes: [150, 49, 32, 48, 48, 48], isExact: false });
    for (const text of ['Łódź', '東京', '\n', 'a\u0081']) assert.equal(winAnsi(text), null, text);
  });

  it('take the font that is most like their own, whose widths are known', () => {
    const fontOf = (family: string, weight = '400', style = 'normal'): string =>
      standardFont({ family, weight, style });
    assert.equal(fontOf('system-ui, -apple-system, "Segoe UI", sans-serif', '600'), 'Helvetica-Bold');
    assert.equal(fontOf('Georgia, "Times New Roman", serif', '400', 'italic'), 'Times-Italic');
    assert.equal(fontOf('"My Own", monospace'), 'Courier');
    assert.equal(fontOf('"My Own"'), 'Helvetica');
    // From Adobe's metrics: 722, 556 and 1000; bold 722, 556, 1000; Times 722, 444, 1000.
    assert.equal(widthOf('Helvetica', [67, 233, 151]), 2.278);
    assert.equal(widthOf('Helvetica-Oblique', [67, 233, 151]), 2.278);
    assert.equal(widthOf('Helvetica-BoldOblique', [105]), 0.278);
    assert.equal(widthOf('Times-Roman', [65, 233, 151]), 2.166);
    assert.equal(widthOf('Courier-Bold', [65, 66]), 1.2);
  });
});

it('a PDF file says where its objects are', async () => {
  const file = new PdfFile();
  const late = file.reserve();
  const stream = await file.stream('/Kind /Test', 'some text');
  late.fill(`<< /Stream ${stream} /Title ${textString('ü')} >>`);
  const bytes = Buffer.from(await file.toBlob(late.at, late.at).arrayBuffer());
  const text = bytes.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
  assert.ok(text.slice(start).startsWith('xref\n0 3\n'));
  const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  assert.deepEqual(
    offsets.map((offset, i) => text.slice(offset).startsWith(`${i + 1} 0 obj\n`)),
    [true, true],
  );
  assert.match(text, /<< \/Stream 2 0 R \/Title <FEFF00fc> >>/);
  const [, length, at] = /\/Length (\d+) .*stream\n()/ds.exec(text)!.map(String);
  assert.equal(at, '');
  const from = text.indexOf('stream\n') + 'stream\n'.length;
  assert.equal(inflateSync(bytes.subarray(from, from + Number(length))).toString(), 'some text');
});
