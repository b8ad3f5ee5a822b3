import { makeCloud } from './cloud.js';
import { LIBRARIES } from './scatter-libraries.js';

const asked = new URLSearchParams(location.search);
const place = document.querySelector('#plot');

/** Resolves at the end of the frame that shows everything drawn so far. */
function frameEnd() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => done(performance.now());
    requestAnimationFrame(() => port2.postMessage(0));
  });
}

window.page = { open: Promise.resolve().then(makeRows) };

async function makeRows() {
  const cloud = makeCloud(Number(asked.get('rows')));
  let pan = null;
  const took = async (act) => {
    const startMs = performance.now();
    const drawn = await act();
    return { ms: (drawn?.endMs ?? (await frameEnd())) - startMs, drawn };
  };
  Object.assign(window.page, {
    first: async () => {
      const { ms, drawn } = await took(() => LIBRARIES[asked.get('library')](place, cloud));
      pan = drawn;
      return ms;
    },
    pan: async (shift) => (await took(() => pan(shift))).ms,
  });
}
