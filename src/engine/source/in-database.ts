/** What a relation asks the database. Loaded with the first such request. */
export { groupRows } from './group-rows';
export { measureColumns } from './measure-columns';
export { selectRows } from './select-rows';
