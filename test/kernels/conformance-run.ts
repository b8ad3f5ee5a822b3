import type { Backend } from '../../src/engine/frame/backend';
import type { PikaError } from '../../src/engine/errors';
import { RecordedDevice } from '../../src/testing/index';
import type { TestDevice } from '../harness/devices/test-device';
import type { Oracle } from '../harness/oracle';
import { conformanceCases, KERNELS, kernelsOf } from './conformance';

/** The cases for a test runner: `before(open)`, `it(name, run)` for each case, `after(close)`. */
export interface ConformanceRun {
  readonly title: string;
  readonly cases: readonly { readonly name: string; run(): Promise<void> }[];
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * All conformance cases for a device, on one backend and one oracle; independent of the test runner. Besides the counts
 * of each case, checks that the device's validation reports nothing, and that every kernel of the backend was used.
 */
export function conformanceOn(device: TestDevice, openOracle: () => Promise<Oracle>): ConformanceRun {
  const recorder = new RecordedDevice();
  const wrong: PikaError[] = [];
  const asked = new Set<string>();
  const { hasLargeIndexes } = device;
  let backend: Backend | undefined;
  let oracle: Oracle | undefined;

  function expect(what: string, expected: unknown, found: unknown): void {
    const [wanted, got] = [JSON.stringify(expected), JSON.stringify(found)];
    if (got !== wanted) throw new Error(`${device.name}, ${what}: expected ${wanted}, found ${got}`);
  }

  const cases = conformanceCases()
    .filter(({ needs }) => needs === null || hasLargeIndexes)
    .map(({ name, run }) => ({
      name,
      run: async () => {
        try {
          await run({ backend: backend!, oracle: oracle!, computes: device.computes });
        } finally {
          for (const { kernels } of recorder.take()) for (const kernel of kernels.flatMap(kernelsOf)) asked.add(kernel);
        }
        expect(
          'validation messages of the device',
          [],
          wrong.splice(0).map(({ message }) => message),
        );
      },
    }));
  const expected = Object.keys(KERNELS);
  return {
    title: `${device.name} against SQL`,
    cases: [
      ...cases,
      { name: 'every kernel is used', run: async () => expect('kernels', expected.sort(), [...asked].sort()) },
    ],
    async open() {
      oracle = await openOracle();
      backend = await device.open((error) => wrong.push(error));
      recorder.seams.backend!(backend);
    },
    async close() {
      backend?.dispose();
      await oracle?.close();
    },
  };
}
