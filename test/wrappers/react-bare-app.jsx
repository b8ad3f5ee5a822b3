/** Bare tags, whose elements are defined only after React has hydrated them: a deferred import. */
import { hydrateRoot } from 'react-dom/client';

const ROWS = Array.from({ length: 100 }, (_, i) => ({ v: i % 10 }));
const setRows = (query) => {
  if (query) query.data = ROWS;
};

export const Bare = () => (
  <main>
    <pika-query name="rows" ref={setRows} />
    <pika-plot
      id="bars"
      from="rows"
      mark="bar"
      x="bin(v, step=1)"
      y="count()"
      x-domain="0, 10"
      style={{ height: 200 }}
    />
  </main>
);

if ('document' in globalThis) {
  globalThis.app = {
    hydrate() {
      hydrateRoot(document.querySelector('#root'), <Bare />, {
        onRecoverableError: (error) => console.error(`hydration: ${error.message}`),
      });
    },
    define: () => import('pika-plot'),
  };
}
