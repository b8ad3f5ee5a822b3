/** The code and styles of counts. Pages without a count load neither. */
export { CountPresenter } from './count-presenter';
export { countStyles } from './count-styles';
