import vm from 'node:vm';
import { nodeCatalog } from './harness/node-catalog';
const page = await nodeCatalog();
class Point { x = 1; y = 2; get sum() { return 3; } }
class Odd { f = () => 1; z = 1; }
class Node_ { next: unknown = null; }
const loop = new Node_(); loop.next = loop;
const cases: Record<string, unknown> = {
  foreignDate: vm.runInNewContext('new Date(5)'), empty: {}, map: new Map([['a', 1]]), set: new Set([1]), point: new Point(), odd: new Odd(), regexp: /x/, error: new Error('x'), url: new URL('http://x/y'), boxed: new Number(5), boxedString: new String('x'), promise: Promise.resolve(1),
  foreignObject: vm.runInNewContext('({a: 1})'), foreignArray: vm.runInNewContext('[1,2]'), bytes: Uint8Array.of(1, 2), floats: Float32Array.of(1.5), buffer: new ArrayBuffer(4), nestedBig: { a: 2n ** 60n }, nestedHuge: [2n ** 70n], nestedDate: [new Date(5)], mixed: [1, 'x'], nestedEmpty: { a: {} }, emptyList: [], nullList: [null], loop, wm: new WeakMap(), fn: { f: () => 1 }, sym: [Symbol('x')], proto: JSON.parse('{"__proto__": 1, "constructor": 2}'), invalid: [new Date(NaN)], dv: new DataView(new ArrayBuffer(2)),
};
for (const [what, value] of Object.entries(cases)) {
  try {
    const name = page.defined({ data: [{ v: value }, { v: null }] });
    const { fields } = await page.catalog.open(name);
    let out; try { out = await page.results.toArray(name); } catch (e) { out = 'TOARRAY ' + String(e).slice(0, 200); }
    console.log(what, fields[0]!.sqlType, out);
  } catch (e) { console.log(what, 'ERR', String(e).slice(0, 250)); }
}
for (const rows of [JSON.parse('[{"__proto__": 1, "constructor": 2, "a": 1}, {"a": 2}]'), [{ toString: 'x' }, {}], { ['__proto__']: [1, 2], a: [1, 2] }, JSON.parse('{"__proto__": [1,2], "valueOf": [3,4]}'), [new Point(), { x: 5, y: 6 }], [Object.assign(Object.create({ inherited: 7 }), { own: 1 })], [{ constructor: 'Alonso' }, {}]]) {
  try { const name = page.defined({ data: rows }); const { fields } = await page.catalog.open(name); console.log(fields.map((f) => f.name + ':' + f.sqlType), await page.results.toArray(name)); } catch (e) { console.log('ERR', String(e).slice(0, 250)); }
}
page.close();
