/** The memory of Chromium's processes, as Linux's kernel accounts for it. */
import { readFile } from 'node:fs/promises';

/** The renderers and the browser process: `{ id, type }`. */
export async function pageProcesses(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer' || type === 'browser');
}

/** Bytes of a process: `VmRSS`, what it has now, or `VmHWM`, its peak. 0 once it has ended. */
export async function memoryOfProcess(id, field = 'VmRSS') {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
  return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
}
