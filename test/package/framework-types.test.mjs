/** The types of the wrappers, in projects that have the framework: what is right compiles, what is wrong does not. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../examples/prepare.mjs';
import { installPacked } from './packed.mjs';

const run = promisify(execFile);

const REACT = `
import { useRef } from 'react';
import { PikaCount, PikaInput, PikaLegend, PikaMark, PikaPlot, PikaQuery, PikaSelection, useQuery, useSelection } from 'pika-plot/react';
import type { PikaPlot as PikaPlotElement } from 'pika-plot';

interface Sale { month: string; revenue: number; at?: Date }
class Order { month = 'Jan'; revenue = 1; total(): number { return this.revenue; } }

export function Rows(props: { sales: Sale[]; frozen: readonly Sale[]; orders: Order[]; of: Record<string, unknown>[]; later: Promise<Sale>[] }) {
  return (
    <>
      <PikaQuery data={props.sales} />
      <PikaQuery data={props.frozen} />
      <PikaQuery data={props.orders} />
      <PikaQuery data={props.of} />
      <PikaQuery data={[{ month: 'Jan' }, { month: 'Feb', revenue: 1 }]} />
      <PikaQuery data={{ month: ['Jan'], revenue: new Float32Array(1) }} />
      {/* @ts-expect-error promises of rows are no rows */}
      <PikaQuery data={props.later} />
      {/* @ts-expect-error arrays are no rows */}
      <PikaQuery data={[[1, 2]]} />
      {/* @ts-expect-error dates are no rows */}
      <PikaQuery data={[new Date()]} />
      {/* @ts-expect-error texts are no rows */}
      <PikaQuery data={['a']} />
    </>
  );
}

export function Values() {
  return (
    <>
      <PikaPlot from="sales" mark="bar" x="month" y="sum(revenue)" zoom pick legend={false} tooltip={false} xGrid />
      <PikaPlot limit={10} xTicks={5} yTicks={[0, 50]} opacity={0.25} xDomain={[0, 100]} yDomain={['low', 'high']} />
      <PikaPlot sort={['low', 'high']} colorDomain={['low', 'high']} colorRange={['red', '#f60']} filterBy={['a', 'b']}
        rightDomain={[new Date(0), new Date(1)]} dash={[4, 2]} zoom={false} />
      <PikaInput name="cut" type="range" min={0} max={60} step={0.5} value={15} />
      <PikaQuery src="a.csv" skip={1} nullstr={['', 'NA']} timeout={5} strictMode={false} />
      <PikaLegend for="bars" />
      <PikaLegend htmlFor="bars" />
      <pika-plot zoom x-grid limit={10} x-ticks={5} x-domain={[0, 100]} sort={['low', 'high']} />
      {/* @ts-expect-error a domain has no objects */}
      <PikaPlot xDomain={[{}]} />
      {/* @ts-expect-error a number has no list */}
      <PikaPlot strokeWidth={[1]} />
      {/* @ts-expect-error no such axis */}
      <PikaPlot zoom="z" />
    </>
  );
}

export function Page({ rows }: { rows: { month: string; revenue: number }[] }) {
  const plot = useRef<PikaPlotElement>(null);
  const { status, rowCount, error } = useQuery('sales');
  const [clauses, select] = useSelection('sales');
  return (
    <div>
      <PikaQuery name="sales" data={rows} onPikaReady={({ detail }) => detail.rows.toFixed()} />
      <PikaQuery name="late" sql="FROM sales WHERE revenue > $cut" params={{ cut: 3 }} header allVarchar="false" />
      <PikaPlot ref={plot} from="sales" mark="bar" x="month" y="sum(revenue)" brush="x" pick xGrid={false} strokeWidth={2} className="wide"
        domain={{ x: [0, 3] }} onPikaSelect={({ detail }) => detail.ranges.length} onClick={() => plot.current?.select(null)} style={{ height: 200 }} />
      <PikaPlot spec={{ from: 'sales', mark: 'bar', x: 'month' }}><PikaMark mark="line" y="revenue" /></PikaPlot>
      <PikaSelection name="sales" mode="union" value={clauses} />
      <PikaCount from="sales" onPikaCount={({ detail }) => detail.rows} />
      <button onClick={() => select(null)}>{status} {rowCount} {error?.message}</button>
      {/* @ts-expect-error no such mark */}
      <PikaPlot mark="barr" />
      {/* @ts-expect-error no such attribute */}
      <PikaPlot colour="red" />
      {/* @ts-expect-error its detail has no rows */}
      <PikaPlot onPikaSelect={({ detail }) => detail.rows} />
      {/* @ts-expect-error not an array of rows */}
      <PikaQuery data={3} />
      <pika-plot from="sales" mark="bar" x-domain="0, 3" pick class="wide" onpika-select={({ detail }) => detail.ranges.length} />
      {/* @ts-expect-error no such brush */}
      <pika-plot brush="z" />
      {/* @ts-expect-error an absent attribute is not "off" */}
      <pika-plot x-grid={false} />
    </div>
  );
}
`;

const VUE = `
import { createApp, h, ref } from 'vue';
import { PikaPlot, PikaQuery, PikaSelection, useQuery, useSelection } from 'pika-plot/vue';
import type { GlobalComponents } from 'vue';

export function page(rows: { month: string; revenue: number }[]) {
  const query = useQuery('sales');
  const selection = useSelection(() => 'sales');
  const text: string = query.value.status;
  selection.value = null;
  const clauses = ref(selection.value);
  return [
    text,
    h(PikaQuery, { name: 'sales', data: rows, onPikaReady: ({ detail }) => detail.rows.toFixed() }),
    h(PikaPlot, { from: 'sales', mark: 'bar', xGrid: false, pick: true, domain: { x: [0, 3] }, 'onUpdate:domain': (domain) => domain.x }),
    h(PikaSelection, { name: 'sales', selection: clauses.value, 'onUpdate:selection': (value) => value.length }),
  ];
}
export const values: InstanceType<typeof PikaPlot>['$props'] = { limit: 10, xDomain: [0, 100], sort: ['low', 'high'], tooltip: false, zoom: true };
// @ts-expect-error no such mark
export const wrongMark: InstanceType<typeof PikaPlot>['$props'] = { mark: 'barr' };
// @ts-expect-error not rows
export const wrongRows: InstanceType<typeof PikaQuery>['$props'] = { data: 3 };
createApp({ components: { PikaPlot } }).component('PikaQuery', PikaQuery);
export const plot: GlobalComponents['PikaPlot'] = PikaPlot;
export const element = (component: InstanceType<typeof PikaPlot>) => component.element?.select(null);
`;

const SOLID = `
import 'pika-plot/solid';

export function Page(props: { rows: { month: string; revenue: number }[] }) {
  let plot: HTMLElementTagNameMap['pika-plot'] | undefined;
  return (
    <div>
      <pika-query name="sales" prop:data={props.rows} on:pika-ready={({ detail }) => detail.rows.toFixed()} />
      <pika-plot ref={plot} from="sales" mark="bar" x="month" y="sum(revenue)" x-domain="0, 3" x-grid="off" pick class="wide"
        style={{ height: '200px' }} prop:domain={{ x: [0, 3] }} on:pika-select={({ detail }) => detail.ranges.length}>
        <pika-mark mark="line" y="revenue" />
      </pika-plot>
      <pika-plot zoom x-grid limit={10} x-domain={[0, 100]} sort={['low', 'high']} />
      {/* @ts-expect-error no such mark */}
      <pika-plot mark="barr" />
      {/* @ts-expect-error an absent attribute is not "off" */}
      <pika-plot x-grid={false} />
      {/* @ts-expect-error no such attribute */}
      <pika-plot colour="red" />
      {/* @ts-expect-error not an array of rows */}
      <pika-query prop:data={3} />
      {/* @ts-expect-error its detail has no rows */}
      <pika-plot on:pika-select={({ detail }) => detail.rows} />
    </div>
  );
}
`;

/** Svelte's templates are checked by svelte-check, in the project that the matrix builds: against these types. */
const SVELTE = `
import 'pika-plot/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

export const query: SvelteHTMLElements['pika-query'] = { name: 'sales', data: [{ month: 'Jan' }], 'onpika-ready': ({ detail }) => detail.rows.toFixed() };
export const plot: SvelteHTMLElements['pika-plot'] = {
  from: 'sales', mark: 'bar', 'x-domain': '0, 3', 'x-grid': 'off', pick: true, class: 'wide', style: 'height: 200px',
  domain: { x: [0, 3] }, 'onpika-select': ({ detail }) => detail.ranges.length, onclick: ({ clientX }) => clientX,
};
export const values: SvelteHTMLElements['pika-plot'] = { zoom: true, 'x-grid': true, limit: 10, 'x-domain': [0, 100], sort: ['low', 'high'] };
// @ts-expect-error no such mark
export const wrongMark: SvelteHTMLElements['pika-plot'] = { mark: 'barr' };
// @ts-expect-error no such attribute
export const wrongName: SvelteHTMLElements['pika-plot'] = { colour: 'red' };
// @ts-expect-error not an array of rows
export const wrongRows: SvelteHTMLElements['pika-query'] = { data: 3 };
`;

describe('the types of the wrappers', () => {
  let folder;
  let app;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-types-'));
    app = await installPacked(folder);
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** Makes packages of this repository those of the project, under other names if need be. */
  async function link(packages) {
    for (const [name, source] of Object.entries(packages)) {
      const at = join(app, 'node_modules', name);
      await rm(at, { recursive: true, force: true });
      await mkdir(dirname(at), { recursive: true });
      await symlink(join(ROOT, 'node_modules', source), at);
    }
  }

  async function compiles(file, source, options = []) {
    await writeFile(join(app, file), source);
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
    const modules = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    const words = [join(ROOT, 'node_modules/typescript/bin/tsc'), ...strict, ...modules, ...options, file];
    await run(process.execPath, words, { cwd: app }).catch((error) => assert.fail(error.stdout));
  }

  it('of React 19', async () => {
    await link({ '@types/react': '@types/react', react: 'react' });
    await compiles('page.tsx', REACT, ['--jsx', 'react-jsx']);
  });

  it('of React 18', async () => {
    await link({ '@types/react': 'types-react-18', react: 'react-18' });
    await compiles('page.tsx', REACT, ['--jsx', 'react-jsx']);
  });

  it('of Vue', async () => {
    await link({ vue: 'vue' });
    // Vue's own declarations need other packages' types.
    await compiles('page.ts', VUE, ['--skipLibCheck']);
  });

  it('of Solid', async () => {
    await link({ 'solid-js': 'solid-js' });
    await compiles('page.tsx', SOLID, ['--jsx', 'preserve', '--jsxImportSource', 'solid-js']);
  });

  it('of Svelte', async () => {
    await link({ svelte: 'svelte' });
    await compiles('page.ts', SVELTE);
  });
});
