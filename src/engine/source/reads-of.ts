import { tablesIn } from '../sql/sql-tokens';
import type { QueryDefinition } from './source';

/** The lower-case names of the tables that the SQL of a query reads, defined or not. */
export function readsOf(definition: QueryDefinition): readonly string[] {
  return 'sql' in definition ? tablesIn(definition.sql) : [];
}
