/**
 * The libraries behind one interface: `draw(place, cloud)` resolves when the first picture is shown, to `pan(shift)`,
 * which resolves when the picture of [shift, shift + 512) along x is shown. Each is set up as its manual recommends for
 * many points; points are one pixel. A pan may resolve to `{endMs}`, the end of the frame that showed it; otherwise that
 * is the frame after it resolved.
 */
const WIDTH = 800;
const HEIGHT = 600;
const SIDE = 512;

export const LIBRARIES = {
  ours: drawOurs,
  'regl-scatterplot': drawRegl,
  'Plotly scattergl': drawPlotly,
  ECharts: drawEcharts,
  ChartGPU: drawChartGpu,
  'deck.gl': drawDeck,
};

/**
 * Not a scatter of points but their density, in cells of one unit: no point hides another. Panned as a user does it, by
 * horizontal scrolling. The recorder gives the picture's time, because it is painted when the rows are counted, after
 * the wheel event.
 */
async function drawOurs(place, { u, v }) {
  await import('/dist/pika-plot.js');
  const query = Object.assign(document.createElement('pika-query'), { name: 'cloud', data: { u, v } });
  const plot = document.createElement('pika-plot');
  Object.assign(plot.style, { display: 'block', width: `${WIDTH}px`, height: `${HEIGHT}px` });
  const attributes = {
    from: 'cloud',
    mark: 'density',
    x: 'bin(u, step=1)',
    y: 'bin(v, step=1)',
    'x-domain': `0, ${2 * SIDE}`,
    'y-domain': `0, ${SIDE}`,
    zoom: 'x',
    tooltip: 'off',
  };
  for (const [name, value] of Object.entries(attributes)) plot.setAttribute(name, value);
  plot.domain = { x: [0, SIDE] };
  const drawn = new Promise((done, failed) => {
    plot.addEventListener('pika-ready', done, { once: true });
    plot.addEventListener('pika-error', ({ detail }) => failed(detail), { once: true });
  });
  place.append(query, plot);
  await drawn;
  recorder.plots = [plot];
  const target = plot.shadowRoot.querySelector('.plot');
  const { left, top } = target.getBoundingClientRect();
  return async (shift) => {
    recorder.clear();
    const {
      box: { x, y, width, height },
    } = plot.model.layout;
    const deltaX = ((shift - plot.domain.x[0]) / SIDE) * width;
    target.dispatchEvent(
      new WheelEvent('wheel', {
        deltaX,
        clientX: left + x + width / 2,
        clientY: top + y + height / 2,
        bubbles: true,
        cancelable: true,
        composed: true,
      }),
    );
    while (recorder.pictures.length === 0) await new Promise((next) => setTimeout(next));
    return recorder.pictures[0];
  };
}

async function drawRegl(place, { u, v }) {
  const { default: createScatterplot } = await import('regl-scatterplot');
  const canvas = place.appendChild(document.createElement('canvas'));
  const scatterplot = createScatterplot({
    canvas,
    width: WIDTH,
    height: HEIGHT,
    pointSize: 1,
    opacity: 0.5,
    performanceMode: true,
  });
  const unit = (values) => values.map((value) => value / (SIDE / 2) - 1);
  await scatterplot.draw({ x: unit(u), y: unit(v) });
  await finished(canvas);
  return async (shift) => {
    await scatterplot.zoomToLocation([shift / (SIDE / 2), 0], 1, { transition: false });
    await finished(canvas);
  };
}

async function drawPlotly(place, { u, v }) {
  const { default: Plotly } = await import('plotly.js-gl2d-dist-min');
  const axis = { range: [0, SIDE], fixedrange: false };
  await Plotly.newPlot(
    place,
    [{ type: 'scattergl', mode: 'markers', x: u, y: v, marker: { size: 1 }, hoverinfo: 'skip' }],
    { width: WIDTH, height: HEIGHT, xaxis: axis, yaxis: { ...axis } },
    { staticPlot: false },
  );
  await everyCanvas(place);
  return async (shift) => {
    await Plotly.relayout(place, { 'xaxis.range': [shift, shift + SIDE] });
    await everyCanvas(place);
  };
}

async function drawEcharts(place, { u, v }) {
  const echarts = await import('echarts');
  const chart = echarts.init(place, null, { renderer: 'canvas', width: WIDTH, height: HEIGHT });
  const data = new Float32Array(u.length * 2);
  for (let i = 0; i < u.length; i++) [data[2 * i], data[2 * i + 1]] = [u[i], v[i]];
  const ends = () =>
    new Promise((done) => {
      const listen = () => {
        chart.off('finished', listen);
        done();
      };
      chart.on('finished', listen);
    });
  const first = ends();
  chart.setOption({
    animation: false,
    xAxis: { type: 'value', min: 0, max: 2 * SIDE },
    yAxis: { type: 'value', min: 0, max: SIDE },
    dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'none', startValue: 0, endValue: SIDE, throttle: 0 }],
    series: [{ type: 'scatter', large: true, largeThreshold: 1, symbolSize: 1, dimensions: ['u', 'v'], data }],
  });
  await first;
  return async (shift) => {
    const done = ends();
    chart.dispatchAction({ type: 'dataZoom', startValue: shift, endValue: shift + SIDE });
    await done;
  };
}

async function drawChartGpu(place, { u, v }) {
  const { ChartGPU } = await import('chartgpu');
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter');
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxBufferSize: adapter.limits.maxBufferSize,
      maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
    },
  });
  Object.assign(place.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` });
  const chart = await ChartGPU.create(
    place,
    {
      animation: false,
      xAxis: { type: 'value', min: 0, max: 2 * SIDE },
      yAxis: { type: 'value', min: 0, max: SIDE },
      dataZoom: [{ type: 'inside', start: 0, end: 50 }],
      series: [{ type: 'scatter', data: { x: u, y: v }, symbolSize: 1, sampling: 'none' }],
    },
    { adapter, device },
  );
  chart.setRenderMode('external');
  const drawn = async () => {
    chart.renderFrame();
    await Promise.resolve();
    await device.queue.onSubmittedWorkDone();
  };
  await drawn();
  return async (shift) => {
    const start = (100 * shift) / (2 * SIDE);
    chart.setZoomRange(start, start + 50);
    await drawn();
  };
}

async function drawDeck(place, { u, v }) {
  const [{ Deck, OrthographicView }, { ScatterplotLayer }] = await Promise.all([
    import('@deck.gl/core'),
    import('@deck.gl/layers'),
  ]);
  const value = new Float32Array(u.length * 2);
  for (let i = 0; i < u.length; i++) [value[2 * i], value[2 * i + 1]] = [u[i], v[i]];
  let rendered = () => undefined;
  const next = () => new Promise((done) => (rendered = done));
  const viewState = (shift) => ({ target: [SIDE / 2 + shift, SIDE / 2, 0], zoom: 0 });
  const layer = new ScatterplotLayer({
    id: 'cloud',
    data: { length: u.length, attributes: { getPosition: { value, size: 2 } } },
    radiusUnits: 'pixels',
    getRadius: 0.5,
    radiusMinPixels: 0.5,
    getFillColor: [47, 111, 222],
    antialiasing: false,
  });
  const drawn = next();
  Object.assign(place.style, { position: 'relative', width: `${WIDTH}px`, height: `${HEIGHT}px` });
  const deck = await new Promise((done, failed) => {
    const made = new Deck({
      parent: place,
      width: WIDTH,
      height: HEIGHT,
      views: new OrthographicView({ flipY: false }),
      viewState: viewState(0),
      layers: [layer],
      onAfterRender: () => rendered(),
      onLoad: () => done(made),
      onError: failed,
    });
  });
  await drawn;
  await everyCanvas(place);
  return async (shift) => {
    const done = next();
    deck.setProps({ viewState: viewState(shift) });
    await done;
    await everyCanvas(place);
  };
}

/** Drawing calls return before the GPU (or SwiftShader) has drawn; reading a pixel waits for it. */
async function finished(canvas) {
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

async function everyCanvas(place) {
  for (const canvas of place.querySelectorAll('canvas')) if (isGl(canvas)) await finished(canvas);
}

/** Requesting another kind of context returns null and does no harm once a canvas has one. */
function isGl(canvas) {
  return (canvas.getContext('webgl2') ?? canvas.getContext('webgl')) !== null;
}
