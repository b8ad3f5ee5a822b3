/** What the tests mount: bundled once with each version of React. */
import { StrictMode, Suspense, useEffect, useRef, useState } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { PikaMark, PikaPlot, PikaQuery, PikaSelection, useQuery, useSelection } from 'pika-plot/react';

export const ROWS = Array.from({ length: 100 }, (_, i) => ({ v: i % 10, w: i, kind: i % 2 ? 'odd' : 'even' }));

export function Dashboard({ rows = ROWS, brush = 'x', grid = true, log = () => {}, spec }) {
  const query = useQuery('rows');
  const [selected, select] = useSelection('rows');
  const plot = useRef(null);
  return (
    <main>
      <PikaQuery name="rows" data={rows} onPikaReady={({ detail }) => log(`ready ${detail.rows}`)} />
      <PikaPlot
        ref={plot}
        id="bars"
        className="small"
        style={{ height: 200 }}
        from="rows"
        mark="bar"
        x="bin(v, step=1)"
        y="count()"
        xDomain="0, 10"
        brush={brush}
        xGrid={grid}
        pick
        spec={spec}
        onPikaSelect={({ detail }) => log(`select ${detail.ranges.length}`)}
        onClick={() => log('click')}
      />
      <PikaPlot id="layers" style={{ height: 200 }} from="rows" x="w">
        <PikaMark mark="line" y="v" strokeWidth={2} />
        <PikaMark mark="point" y="w" color="kind" />
      </PikaPlot>
      <output id="state">{`${query.status} ${query.rowCount} ${query.columns.join()} ${selected.length}`}</output>
      <button id="clear" onClick={() => select(null)} />
      <button id="brush" onClick={() => plot.current.select({ x: [2, 4] })} />
    </main>
  );
}

/** Props of every kind. */
function Values() {
  return (
    <PikaPlot
      id="values"
      from="rows"
      mark="bar"
      x="kind"
      y="count()"
      sort={['odd', 'even']}
      limit={2}
      yDomain={[0, 60]}
      yTicks={[0, 30]}
      filterBy={['a', 'b']}
      xGrid={false}
      tooltip={false}
      zoom
    />
  );
}

/** Makes its rows, and the spec of its plot, anew with every rendering. */
function Inline() {
  const { status, rowCount } = useQuery('rows');
  const [clauses] = useSelection('rows');
  const [, render] = useState(0);
  globalThis.app.renders++;
  return (
    <>
      <PikaQuery name="rows" data={['a', 'b', 'c'].map((kind, v) => ({ kind, v }))} />
      <PikaPlot id="bars" spec={{ from: 'rows', mark: 'bar', x: 'kind', y: 'sum(v)', interaction: { pick: true } }} />
      <output id="state">{`${status} ${rowCount} ${clauses.length}`}</output>
      <button id="again" onClick={() => render((before) => before + 1)} />
    </>
  );
}

/** A selection that its parent holds, as a form does. */
function Controlled() {
  const [clauses, setClauses] = useState([]);
  return (
    <>
      <Dashboard />
      <PikaSelection name="rows" value={clauses} onPikaSelect={({ detail }) => setClauses(detail.clauses)} />
      <output id="controlled">{clauses.length}</output>
    </>
  );
}

/** Suspends after it was shown, as a route that loads does. */
let wake = null;
function Suspends({ when, children }) {
  const promise = useRef(null);
  if (when && !promise.current?.done) {
    promise.current ??= new Promise((resolve) => (wake = resolve)).then(() => (promise.current.done = true));
    suspended ??= promise.current;
    if (!suspended.done) throw suspended.then(() => (suspended.done = true));
  }
  return children;
}
let suspended = null;

export function Many({ count }) {
  return (
    <main>
      <PikaQuery name="rows" data={ROWS} />
      {Array.from({ length: count }, (_, i) => (
        <PikaPlot key={i} style={{ height: 60 }} from="rows" mark="bar" x="bin(v)" y="count()" brush="x" />
      ))}
    </main>
  );
}

const OTHER_ROWS = [{ v: 1, w: 2, kind: 'odd' }];

/** Two pages of a router, whose queries have the same name. */
function Routes({ path }) {
  if (path === '/all') return <Dashboard key="all" />;
  if (path === '/one') return <Dashboard key="one" rows={OTHER_ROWS} />;
  return <p id="elsewhere" />;
}

function Removes({ after, children }) {
  const [isShown, setShown] = useState(true);
  useEffect(() => {
    if (after === 'frame') requestAnimationFrame(() => setShown(false));
    else setShown(false);
  }, [after]);
  return isShown ? children : null;
}

let root = null;
const render = (node) => flushSync(() => root.render(node));
globalThis.app = {
  rows: ROWS,
  log: [],
  mount(props = {}, isStrict = false) {
    root ??= createRoot(document.querySelector('#root'));
    const node = <Dashboard {...props} log={(line) => this.log.push(line)} />;
    render(isStrict ? <StrictMode>{node}</StrictMode> : node);
  },
  renders: 0,
  inline() {
    root = createRoot(document.querySelector('#root'));
    render(<Inline />);
  },
  values() {
    root = createRoot(document.querySelector('#root'));
    render(<Values />);
  },
  controlled() {
    root = createRoot(document.querySelector('#root'));
    render(<Controlled />);
  },
  goTo(path) {
    root ??= createRoot(document.querySelector('#root'));
    render(
      <StrictMode>
        <Routes path={path} />
      </StrictMode>,
    );
  },
  suspend(isSuspended) {
    root ??= createRoot(document.querySelector('#root'));
    render(
      <Suspense fallback={<p id="fallback" />}>
        <Suspends when={isSuspended}>
          <Dashboard />
        </Suspends>
      </Suspense>,
    );
  },
  wake: () => wake(),
  many(count) {
    root ??= createRoot(document.querySelector('#root'));
    render(<Many count={count} />);
  },
  removeWithin(after) {
    root = createRoot(document.querySelector('#root'));
    render(
      <StrictMode>
        <Removes after={after}>
          <Dashboard />
        </Removes>
      </StrictMode>,
    );
  },
  hydrate() {
    root = hydrateRoot(document.querySelector('#root'), <Dashboard />, {
      onRecoverableError: (error) => console.error(`hydration: ${error.message}`),
    });
  },
  unmount() {
    flushSync(() => root.unmount());
    root = null;
  },
};
