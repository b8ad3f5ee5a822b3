/** What a relation asks the database. Loaded with the first such request. */
export { countOf, rowOfTexts, textsOf } from '../rows/arrow/small-results';
export { ExpressionChecks } from './expression-checks';
export { groupRows } from './group-rows';
export { measureColumns } from './measure-columns';
export { selectRows } from './select-rows';
