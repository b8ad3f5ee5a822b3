/** All that elements show in words, in English: an area for each element. Elements load only their own. */
import { COUNT_MESSAGES } from './count';
import { HOVER_MESSAGES } from './hover';
import { INPUT_MESSAGES } from './input';
import { OVERVIEW_MESSAGES } from './overview';
import { PAGE_MESSAGES } from './page';
import { PLOT_MESSAGES } from './plot';
import { QUERY_MESSAGES } from './query';
import { STATUS_MESSAGES } from './status';
import { TABLE_MESSAGES } from './table';
import { TOOLS_MESSAGES } from './tools';
import { WORKSPACE_MESSAGES } from './workspace';

export const ENGLISH_MESSAGES = {
  count: COUNT_MESSAGES,
  hover: HOVER_MESSAGES,
  input: INPUT_MESSAGES,
  overview: OVERVIEW_MESSAGES,
  page: PAGE_MESSAGES,
  plot: PLOT_MESSAGES,
  query: QUERY_MESSAGES,
  status: STATUS_MESSAGES,
  table: TABLE_MESSAGES,
  tools: TOOLS_MESSAGES,
  workspace: WORKSPACE_MESSAGES,
} as const;

/** The messages by area, and by name. */
export type Messages = typeof ENGLISH_MESSAGES;
