import { GPU_TRACK, type Span } from './span';

/**
 * Shows a span in the performance panel of Chrome's developer tools, in the group "pika-plot" (User Timing's
 * `detail.devtools`). The entry is cleared from the page's performance timeline at once: the panel has recorded it by
 * then, and a page that reads its own measures does not find ours.
 */
export function showInDevtools({ module, name, startMs, endMs }: Span): void {
  const entry = `${module}: ${name}`;
  try {
    performance.measure(entry, {
      start: Math.max(0, startMs),
      end: Math.max(0, endMs),
      detail: { devtools: { dataType: 'track-entry', track: module, trackGroup: 'pika-plot', color: colorOf(module) } },
    });
    performance.clearMeasures(entry);
  } catch {
    // Old browsers lack measure options. The recording has the span anyway.
  }
}

function colorOf(module: string): string {
  if (module === GPU_TRACK) return 'tertiary';
  return module.includes('worker') ? 'secondary' : 'primary';
}
