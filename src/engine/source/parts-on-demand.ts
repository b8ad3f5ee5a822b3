import { OnDemand } from '../on-demand';

/** What relations and results need only for the database, or for single rows. */
export const IN_DATABASE = new OnDemand('the code that asks the database', () => import('./in-database'));
export const INGEST = new OnDemand('the code that makes a table of rows', () => import('./duckdb/ingest-rows'));
export const OBJECTS = new OnDemand('the code that makes objects of rows', () => import('../rows/values/objects'));
export const ROW_TEXTS = new OnDemand('the code that writes a row as text', () => import('../rows/values/value-text'));
export const NO_COLUMNS = new OnDemand('the code for rows without columns', () => import('./no-columns'));
