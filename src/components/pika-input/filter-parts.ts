/** The code of inputs that filter, and its styles: pages without one load none of it. */
export { FilterPresenter } from './filter-presenter';
export { filterStyles } from './filter-styles';
