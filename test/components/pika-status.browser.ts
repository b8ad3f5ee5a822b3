/// <reference types="mocha" />
import '../../src/index';
import type { PikaStatus } from '../../src/components/pika-status/pika-status';
import { frameTimes } from '../../src/components/pika-status/frame-times';
import { memoryFacts } from '../../src/components/pika-status/memory-facts';
import { configure, pageEngine, PikaError } from '../../src/engine/index';

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

describe('<pika-status>', () => {
  let status: PikaStatus;
  const inside = <T extends Element>(selector: string): T => status.shadowRoot!.querySelector<T>(selector)!;

  beforeEach(async () => {
    await configure({ backend: 'cpu' });
    status = document.createElement('pika-status');
    document.body.append(status);
    await status.updateComplete;
    const summary = (): string => status.shadowRoot!.querySelector('.summary')?.textContent ?? '';
    while (!/CPU/.test(summary())) await new Promise(requestAnimationFrame);
  });
  afterEach(() => document.body.replaceChildren());

  it('shows one line until a labeled button opens it', async () => {
    check(inside('dl') === null, 'closed');
    check(inside('.summary').getAttribute('aria-expanded') === 'false', 'announced as closed');
    inside<HTMLElement>('.summary').click();
    await status.updateComplete;
    check(
      status.open && status.hasAttribute('open') && inside('.summary').getAttribute('aria-expanded') === 'true',
      'open',
    );
    check(inside('dl').id === inside('.summary').getAttribute('aria-controls'), 'aria-controls names the list');
    check(/requested/.test(inside('dl').textContent), 'gives the reason for the backend');
  });

  it('records and saves, announces both, and lets the page prevent the download', async () => {
    const { profile } = pageEngine();
    const button = inside<HTMLElement>('.record');
    button.click();
    await status.updateComplete;
    check(
      profile.isRecording && button.getAttribute('aria-pressed') === 'true' && /Save/.test(button.textContent),
      'recording',
    );
    check(inside('[role=status]').textContent === 'Recording.', 'announced');
    profile.begin('frame', 'by hand')();
    const trace = new Promise<CustomEvent<{ name: string; json: string }>>((resolve) =>
      status.addEventListener(
        'pika-trace',
        (event) => {
          event.preventDefault();
          resolve(event as CustomEvent<{ name: string; json: string }>);
        },
        { once: true },
      ),
    );
    button.click();
    const { name, json } = (await trace).detail;
    await status.updateComplete;
    check(!profile.isRecording && /Record/.test(button.textContent), 'stopped');
    check(inside('[role=status]').textContent.includes(name), 'announced by its name');
    check(
      (JSON.parse(json) as { traceEvents: { name: string }[] }).traceEvents.some((event) => event.name === 'by hand'),
      'the span is in it',
    );
  });

  it('shows a recording started by a script', async () => {
    pageEngine().profile.start();
    while (inside('.record').getAttribute('aria-pressed') !== 'true') await new Promise(requestAnimationFrame);
    await pageEngine().profile.stop();
  });

  it("uses the page's colors", () => {
    status.style.setProperty('--pika-background', 'rgb(1, 2, 3)');
    check(getComputedStyle(status).backgroundColor === 'rgb(1, 2, 3)', getComputedStyle(status).backgroundColor);
  });

  it('lists memory by kind and by owner, largest first, and sums up the small owners', () => {
    const owners = Array.from({ length: 8 }, (_, i) => ({
      module: 'columns',
      query: 'flights',
      column: `c${i}`,
      sizeBytes: (8 - i) * 1e7,
    }));
    const nothing = { usedBytes: 0, budgetBytes: 1e9 };
    const facts = memoryFacts({
      gpu: { usedBytes: 36e7, budgetBytes: 2e9 },
      js: nothing,
      wasm: nothing,
      owners: [{ module: 'gpu', part: 'free buffers', sizeBytes: 9e7 }, ...owners],
    });
    check(
      JSON.stringify(facts.map(({ label, value }) => [label, value])) ===
        JSON.stringify([
          ['GPU', '360 MB of 2000 MB'],
          ['', '90 MB free buffers'],
          ['', '80 MB flights.c0'],
          ['', '70 MB flights.c1'],
          ['', '60 MB flights.c2'],
          ['', '50 MB flights.c3'],
          ['', '40 MB flights.c4'],
          ['', '60 MB others'],
        ]),
      JSON.stringify(facts),
    );
  });

  it("uses only the last second's frames", () => {
    const frame = (startMs: number, endMs: number) => ({ module: 'frame', name: 'frame', startMs, endMs });
    check(frameTimes([frame(0, 500)], 2000) === null, 'no recent frames');
    const times = frameTimes([frame(0, 500), frame(1500, 1502), frame(1600, 1609), frame(1700, 1703)], 2000);
    check(JSON.stringify(times) === JSON.stringify({ count: 3, medianMs: 3, worstMs: 9 }), JSON.stringify(times));
  });
});

describe('configure', () => {
  it('rejects an unknown backend', async () => {
    try {
      await configure({ backend: 'gpu' as 'cpu' });
    } catch (thrown) {
      check(
        thrown instanceof PikaError && thrown.code === 'engine/bad-option' && thrown.message.includes('"gpu"'),
        String(thrown),
      );
      return;
    }
    throw new Error('expected engine/bad-option');
  });
});
