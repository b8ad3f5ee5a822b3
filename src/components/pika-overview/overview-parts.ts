/** The code and styles of overviews. Pages without an overview load neither. */
export { OverviewPresenter } from './overview-presenter';
export { overviewStyles } from './overview-styles';
