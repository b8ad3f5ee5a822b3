/** A node:test reporter that tells the parent process (`test/watch.mjs`) which test begins, and writes nothing. */
import { relative } from 'node:path';
import { report } from './patience.mjs';

export default async function* reportTests(events) {
  const path = [];
  for await (const { type, data } of events) {
    if (type === 'test:dequeue') {
      path.length = data.nesting;
      path.push(data.name);
    }
    if (type !== 'test:dequeue' && type !== 'test:pass' && type !== 'test:fail') continue;
    const file = data.file ? `${relative(process.cwd(), data.file)} › ` : '';
    report({
      test: `${type === 'test:dequeue' ? '' : 'after '}${file}${[...path.slice(0, data.nesting), data.name].join(' › ')}`,
    });
  }
}
