/** The menu of `<pika-plot tools="menu">`, and what it says about its work. */
export const TOOLS_MESSAGES = {
  menu: 'Menu: {plot}',
  hint: 'Save, copy, enlarge',
  picture: 'Picture',
  saveAs: 'Save as {format}',
  copyPicture: 'Copy picture',
  selectedRows: 'Selected rows',
  allRows: 'All rows',
  copySQL: 'Copy SQL',
  fullSize: 'Full size',
  leaveFullSize: 'Leave full size',
  drawing: 'Drawing the picture…',
  reading: 'Reading the rows…',
  saved: 'Saved',
  copied: 'Copied',
  stop: 'Stop',
  close: 'Close',
} as const;
