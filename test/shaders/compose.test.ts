import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { composeShader, minifyWgsl } from '../../shaders/compose.mjs';
import smoke from '../harness/smoke.wgsl';

/** Composes `a.wgsl` out of files held in memory. */
function compose(files: Record<string, string>) {
  const read = (path: string) => {
    const text = new Map(Object.entries(files).map(([name, value]) => [resolve('shaders', name), value])).get(path);
    if (text === undefined) throw new Error(`no file ${path}`);
    return text;
  };
  return composeShader(resolve('shaders/a.wgsl'), read);
}

describe('composing shaders', () => {
  it('replaces imports in place, recursively and once', () => {
    const { text, files } = compose({
      'a.wgsl': '// #import shared/one\n  // #import shared/two\nfn main() {}',
      'shared/one.wgsl': '// #import shared/two\nconst one = 1;',
      'shared/two.wgsl': 'const two = 2;',
    });
    assert.equal(text, 'const two=2;\nconst one=1;\nfn main(){}\n');
    assert.deepEqual(
      files,
      ['a.wgsl', 'shared/one.wgsl', 'shared/two.wgsl'].map((name) => resolve('shaders', name)),
    );
  });

  it('refuses cycles, missing files and other folders', () => {
    assert.throws(
      () =>
        compose({
          'a.wgsl': '// #import shared/one',
          'shared/one.wgsl': '// #import shared/two',
          'shared/two.wgsl': '// #import shared/one',
        }),
      /cycle: a\.wgsl -> shared\/one\.wgsl -> shared\/two\.wgsl -> shared\/one\.wgsl/,
    );
    assert.throws(
      () => compose({ 'a.wgsl': '// #import shared/none' }),
      /a\.wgsl imports shared\/none\.wgsl, which cannot be read/,
    );
    assert.throws(
      () => compose({ 'a.wgsl': '// #import ../secret' }),
      /expected "\/\/ #import shared\/name", found "\/\/ #import \.\.\/secret"/,
    );
  });

  it('drops comments and blanks, and keeps lines and names', () => {
    assert.equal(
      minifyWgsl('/* a /* nested */ still */\nfn f(x: f32) -> f32 { // half\n\n  return x / 2.0; /**/ }\n// end'),
      'fn f(x:f32)->f32{\nreturn x/2.0;}\n',
    );
  });

  it('keeps the blanks that tokens need', () => {
    const meant: Record<string, string> = {
      'let a = b - -c;': 'let a=b- -c;',
      'let p = a / *q;': 'let p=a/ *q;',
      'var x: array<u32> = y;': 'var x:array<u32> =y;',
      'a = a & &b;': 'a=a& &b;',
      'else if (a) { return 1u; }': 'else if(a){return 1u;}',
      '@compute @workgroup_size(64) fn f() {}': '@compute@workgroup_size(64)fn f(){}',
      'let\ta  =\t!b;': 'let a= !b;',
    };
    for (const [text, short] of Object.entries(meant)) assert.equal(minifyWgsl(text), `${short}\n`);
  });

  it('changes no token of any shader', () => {
    const tokens = (text: string) => text.replace(/\/\/.*/g, '').match(/[\w.]+|[-+*/%&|^!~<>=]+|\S/g);
    for (const name of readdirSync('shaders', { recursive: true }) as string[]) {
      if (!name.endsWith('.wgsl')) continue;
      const text = readFileSync(resolve('shaders', name), 'utf8');
      assert.deepEqual(tokens(minifyWgsl(text)), tokens(text), name);
    }
  });

  it('gives Node the text of a shader import', () => assert.equal(smoke, '@compute@workgroup_size(1)\nfn main(){}\n'));

  it('composes every shader there is', () => {
    for (const name of readdirSync('shaders').filter((file) => file.endsWith('.wgsl')))
      assert.ok(composeShader(resolve('shaders', name)).text.length > 1, name);
  });
});
