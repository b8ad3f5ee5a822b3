/** Two pages that React keeps mounted and hides in turn, as Next does: their elements have the same names. */
import { Activity, StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { PikaCount, PikaInput, PikaPlot, PikaQuery, PikaSelection, useQuery } from 'pika-plot/react';

const ROWS = { a: [1, 2, 3], b: [4, 5, 6, 7] };
const rowsOf = Object.fromEntries(Object.entries(ROWS).map(([page, list]) => [page, list.map((v) => ({ v }))]));

function Page({ id }) {
  const { status, rowCount } = useQuery('rows');
  return (
    <section id={id}>
      <PikaQuery name="rows" data={rowsOf[id]} />
      <PikaInput name="cut" type="number" value={id === 'a' ? '1' : '2'} />
      <PikaSelection name="rows" mode="intersect" />
      <PikaPlot style={{ height: 100 }} from="rows" mark="bar" x="v" y="count()" pick />
      <PikaPlot style={{ height: 100 }} from="rows" mark="bar" x="bin(v, step=1)" y="count()" />
      <PikaCount from="rows" />
      <output>{`${status} ${rowCount}`}</output>
    </section>
  );
}

export function Pages({ shown }) {
  return (
    <StrictMode>
      {Object.keys(ROWS).map((id) => (
        <Activity key={id} mode={id === shown ? 'visible' : 'hidden'}>
          <Page id={id} />
        </Activity>
      ))}
    </StrictMode>
  );
}

let root = null;
globalThis.app = {
  show(shown) {
    root ??= createRoot(document.querySelector('#root'));
    flushSync(() => root.render(<Pages shown={shown} />));
  },
  hydrate(shown) {
    root = hydrateRoot(document.querySelector('#root'), <Pages shown={shown} />, {
      onRecoverableError: (error) => console.error(`hydration: ${error.message}`),
    });
  },
  unmount() {
    flushSync(() => root.unmount());
    root = null;
  },
};
