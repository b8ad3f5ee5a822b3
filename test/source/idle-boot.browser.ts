/** When the database is started ahead of its first use, and when it is not. */
import { Engine } from '../../src/engine/engine';
import type { PlotHost } from '../../src/engine/plot/plot-model';
import { until } from '../harness/patience.mjs';

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

describe('the database in idle time', () => {
  const PageWorker = globalThis.Worker;
  let started: string[];
  before(() => {
    globalThis.Worker = class extends PageWorker {
      constructor(...wanted: ConstructorParameters<typeof Worker>) {
        super(...wanted);
        started.push(wanted[1]?.name ?? '');
      }
    };
  });
  after(() => {
    globalThis.Worker = PageWorker;
  });

  /** A page with one plot of rows in memory; resolves when its first picture is shown. */
  async function pageWithPlot(): Promise<{ engine: Engine; idle: () => void }> {
    started = [];
    const waiting: (() => void)[] = [];
    const engine = new Engine({ backend: 'cpu', whenIdle: (work) => waiting.push(work) });
    void engine.define({ name: 'rows', data: { v: new Float32Array([1, 2, 3]) } }, engine);
    await new Promise<void>((painted, failed) => {
      const host: PlotHost = {
        show: () => undefined,
        freshCanvas: () => document.createElement('canvas'),
        onPainted: painted,
        onSelected: () => undefined,
        onZoomed: () => undefined,
        render: (model) => {
          if (model.phase === 'error') failed(model.error);
        },
      };
      void engine.createPlot(host).then(({ view }) => {
        view.resize(300, 200, 1);
        view.setTheme({ accent: [0, 0, 1, 1], context: [0.5, 0.5, 0.5, 1], dark: false, ramp: '' });
        view.update({ from: 'rows', mark: 'bar', x: 'bin(v)', y: 'count()' });
      });
    });
    return {
      engine,
      idle: () => {
        for (const work of waiting.splice(0)) work();
      },
    };
  }

  it('starts after the first picture if an SQL query is defined that was not opened yet', async () => {
    const { engine, idle } = await pageWithPlot();
    void engine.define({ name: 'later', sql: 'SELECT * FROM rows' }, engine);
    check(!started.includes('pika.duckdb'), 'not before the page is idle');
    idle();
    await until('the database starts', () => started.includes('pika.duckdb'));
    await engine.sql('SELECT 1');
    check(started.filter((name) => name === 'pika.duckdb').length === 1, 'the same one answers');
  });

  it('never starts on a page without SQL', async () => {
    const { idle } = await pageWithPlot();
    idle();
    await new Promise((resolve) => setTimeout(resolve, 300));
    check(!started.includes('pika.duckdb'), 'nothing can use it');
  });
});
