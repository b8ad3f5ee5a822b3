/** The code and styles of inputs that filter. Pages without such an input load neither. */
export { FilterPresenter } from './filter-presenter';
export { filterStyles } from './filter-styles';
