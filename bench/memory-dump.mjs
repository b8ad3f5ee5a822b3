/** Chromium's own account of a process's memory, taken after a forced garbage collection. */

/** Bytes in ArrayBuffers of a renderer's page and workers. `session` is the browser's. */
export async function arrayBufferBytes(session, pid) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  session.on('Tracing.dataCollected', collect);
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-memory-infra'], excludedCategories: ['*'] },
  });
  // Deterministic: collects garbage first, in workers too. Twice, for objects that only the first collection releases.
  for (let time = 0; time < 2; time++)
    await session.send('Tracing.requestMemoryDump', { deterministic: true, levelOfDetail: 'detailed' });
  await session.send('Tracing.end');
  await ended;
  session.off('Tracing.dataCollected', collect);
  const dumps = events.filter((event) => event.ph === 'v' && event.pid === pid && event.args?.dumps?.allocators);
  const allocators = dumps.at(-1)?.args.dumps.allocators ?? {};
  const size = (name) => Number.parseInt(allocators[name]?.attrs?.size?.value ?? '0', 16);
  return size('partition_alloc/partitions/array_buffer');
}
