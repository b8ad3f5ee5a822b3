import type { Rows } from '../rows/rows';
import type { TableName } from '../sql/row-sql';
import type { ExpressionChecks } from './expression-checks';
import type { Database } from './database';

/** A relation's table in the database, with what a query of it needs. */
export interface QueriedTable extends TableName {
  readonly rowCount: number;
  readonly database: Database;
  readonly rows: Rows;
  readonly checks: ExpressionChecks;
}
