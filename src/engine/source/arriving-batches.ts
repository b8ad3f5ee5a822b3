/**
 * The data as an async iterable; null if it is not one. Converts a ReadableStream in browsers where that is not async
 * iterable.
 */
export function arrivingBatches(data: unknown): AsyncIterable<unknown> | null {
  if (typeof data !== 'object' || data === null) return null;
  if (Symbol.asyncIterator in data) return data as AsyncIterable<unknown>;
  return data instanceof ReadableStream ? chunksOf(data as ReadableStream<unknown>) : null;
}

async function* chunksOf(stream: ReadableStream<unknown>): AsyncGenerator {
  const reader = stream.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    await reader.cancel();
  }
}
