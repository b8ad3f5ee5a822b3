/**
 * Reads once the last of some tasks has ended, even if it failed. Reads again if the answer is null and another task
 * has begun meanwhile: it may have replaced what was read.
 * @param last the task that began last
 */
export async function readAfterLast<T>(last: () => Promise<unknown>, read: () => Promise<T | null>): Promise<T | null> {
  for (;;) {
    const task = last();
    await task.catch(() => undefined);
    const answer = await read();
    if (answer !== null || task === last()) return answer;
  }
}
