/** What `<pika-workspace>` says while it opens a snapshot. */
export const WORKSPACE_MESSAGES = {
  opening: 'Opening the workspace…',
  consent: 'Do you trust this file?',
  why: 'It runs SQL or fetches files in this page. Open it only if you know who saved it.',
  fetches: 'It fetches',
  runs: 'It runs',
  open: 'Open',
  cancel: 'Cancel',
  newer: 'A later release saved this file. What this release does not know is left out.',
  lost: { one: 'One part could not be opened', other: '{count} parts could not be opened' },
  changed: {
    one: 'One file has changed since this was saved',
    other: '{count} files have changed since this was saved',
  },
  hide: 'Hide',
} as const;
