/** What the tests mount. */
import { createApp, createSSRApp, defineComponent, h, nextTick, reactive, ref, shallowRef } from 'vue';
import { PikaInput, PikaMark, PikaPlot, PikaQuery, PikaSelection, useQuery, useSelection } from 'pika-plot/vue';

export const ROWS = Array.from({ length: 100 }, (_, i) => ({ v: i % 10, w: i, kind: i % 2 ? 'odd' : 'even' }));

/** Of the page: the tests change it. */
export const state = reactive({ brush: 'x', grid: true, rows: ROWS, spec: undefined, isShown: true });
const log = [];

export const Dashboard = defineComponent({
  setup() {
    const query = useQuery('rows');
    const selected = useSelection(() => 'rows');
    const clauses = ref([]);
    const domain = shallowRef(undefined);
    const bars = ref(null);
    const cut = ref(3);
    return () =>
      state.isShown
        ? h('main', [
            h(PikaQuery, {
              name: 'rows',
              data: state.rows,
              onPikaReady: ({ detail }) => log.push(`ready ${detail.rows}`),
            }),
            h(PikaPlot, {
              ref: bars,
              id: 'bars',
              class: 'small',
              style: { height: '200px' },
              from: 'rows',
              mark: 'bar',
              x: 'bin(v, step=1)',
              y: 'count()',
              'x-domain': '0, 10',
              brush: state.brush,
              xGrid: state.grid,
              pick: true,
              zoom: '',
              spec: state.spec,
              domain: domain.value,
              'onUpdate:domain': (value) => (domain.value = value),
              onPikaSelect: ({ detail }) => log.push(`select ${detail.ranges.length}`),
              onClick: () => log.push('click'),
            }),
            h(PikaPlot, { id: 'layers', style: { height: '200px' }, from: 'rows', x: 'w' }, () => [
              h(PikaMark, { mark: 'line', y: 'v', strokeWidth: 2 }),
              h(PikaMark, { mark: 'point', y: 'w', color: 'kind' }),
            ]),
            h(PikaSelection, {
              name: 'rows',
              selection: clauses.value,
              'onUpdate:selection': (value) => (clauses.value = value),
            }),
            h(
              'output',
              { id: 'state' },
              `${query.value.status} ${query.value.rowCount} ${query.value.columns.join()} ${selected.value.length}`,
            ),
            h('output', { id: 'bound' }, `${clauses.value.length} ${domain.value?.x ?? ''}`),
            h(PikaInput, { name: 'cut', modelValue: cut.value, 'onUpdate:modelValue': (value) => (cut.value = value) }),
            h('output', { id: 'cut' }, String(cut.value)),
            h('button', { id: 'clear', onClick: () => (selected.value = null) }),
            h('button', { id: 'unbind', onClick: () => (clauses.value = []) }),
            h('button', { id: 'brush', onClick: () => bars.value.element.select({ x: [2, 4] }) }),
            h('button', { id: 'zoom', onClick: () => (domain.value = { x: [2, 6] }) }),
          ])
        : null;
  },
});

let app = null;
globalThis.app = {
  log,
  state,
  rows: ROWS,
  mount() {
    app = createApp(Dashboard);
    app.mount('#root');
  },
  hydrate() {
    app = createSSRApp(Dashboard);
    app.mount('#root');
  },
  change: (changes) => {
    Object.assign(state, changes);
    return nextTick();
  },
  unmount: () => app.unmount(),
};
