/** What `<pika-status>` shows around its figures. */
export const STATUS_MESSAGES = {
  name: 'Status of the plots',
  record: 'Record',
  recordHint: 'Record a trace to open in ui.perfetto.dev',
  save: 'Save',
  saveHint: 'Stop recording and save the trace',
  recording: 'Recording.',
  saved: 'Trace saved as {file}.',
} as const;
