/**
 * Many linked histograms by ECharts. It draws bars and has a brush, but counts no rows: the page does, in loops over
 * typed arrays, as its author would write them. The bin of every row is computed once.
 */
import { BarChart } from 'echarts/charts';
import { BrushComponent, GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { tableFromIPC } from '@uwdata/flechette';
import readParquetModule, { ParquetFile } from 'parquet-wasm/esm/parquet_wasm.js';

use([BarChart, BrushComponent, GridComponent, CanvasRenderer]);

const { file, rows, columns: names, plots: specs, widthCss, heightCss } = window.many;
const INSETS = { left: 41, top: 24, right: 10, bottom: 30 };
const main = document.querySelector('main');

/** The columns as typed arrays. */
async function readRows() {
  await readParquetModule('/node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm');
  const parquet = await ParquetFile.fromFile(await (await fetch(file)).blob());
  const columns = Object.fromEntries(
    names.map((name, c) => [name, new (c % 2 === 0 ? Float32Array : Int32Array)(rows)]),
  );
  let at = 0;
  for (let group = 0; group < parquet.metadata().numRowGroups(); group++) {
    const table = tableFromIPC((await parquet.read({ rowGroups: [group], columns: names })).intoIPCStream());
    for (const name of names) columns[name].set(table.getChild(name).toArray(), at);
    at += table.numRows;
  }
  return columns;
}

function makePlot({ column, step, domain }, values) {
  const bins = Math.ceil(domain[1] / step);
  const codes = Uint8Array.from(values, (value) => Math.min(bins, Math.floor(value / step)));
  const element = document.createElement('div');
  main.append(element);
  const chart = init(element, null, { width: widthCss, height: heightCss, renderer: 'canvas' });
  chart.setOption({
    animation: false,
    grid: { ...INSETS, containLabel: false },
    xAxis: { type: 'value', min: 0, max: domain[1], splitNumber: 2, name: column },
    yAxis: { type: 'value', splitNumber: 2 },
    brush: { xAxisIndex: 0, brushType: 'lineX', throttleType: 'fixRate', throttleDelay: 0 },
    series: [{ type: 'bar', barWidth: '99%', data: [] }],
  });
  chart.dispatchAction({
    type: 'takeGlobalCursor',
    key: 'brush',
    brushOption: { brushType: 'lineX', brushMode: 'single' },
  });
  return { chart, element, codes, bins, step, values, counts: new Uint32Array(bins + 1) };
}

/** @param mask 1 for each row that passes; null for all */
function draw(plot, mask) {
  const { codes, counts, bins, step } = plot;
  counts.fill(0);
  if (mask) for (let row = 0; row < rows; row++) counts[codes[row]] += mask[row];
  else for (let row = 0; row < rows; row++) counts[codes[row]]++;
  const data = Array.from({ length: bins }, (_, bin) => [(bin + 0.5) * step, counts[bin]]);
  plot.chart.setOption({ series: [{ data }] });
}

const plots = [];

function filterBy(active, range) {
  const { values } = plots[active];
  const mask = range && Uint8Array.from(values, (value) => (value >= range[0] && value < range[1] ? 1 : 0));
  plots.forEach((plot, i) => i !== active && draw(plot, mask));
}

async function open() {
  const columns = await readRows();
  for (const spec of specs) plots.push(makePlot(spec, columns[spec.column]));
  recorder.plots = window.many.placesInSight().map((i) => plots[i].element);
  plots.forEach((plot, i) => {
    plot.chart.on('brush', ({ areas: [area] }) => filterBy(i, area?.coordRange ?? null));
    draw(plot, null);
  });
  return recorder.drawn();
}

window.page = {
  open: open(),
  idle: () => true,
  blank: () => 0,
  box: (index) => {
    const { left, top } = plots[index].element.getBoundingClientRect();
    return {
      x: left + INSETS.left,
      y: top + INSETS.top,
      width: widthCss - INSETS.left - INSETS.right,
      height: heightCss - INSETS.top - INSETS.bottom,
    };
  },
  stages: () => [],
  describe: async () => 'ECharts on canvases; the page counts',
};
