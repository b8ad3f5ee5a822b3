/** What an overview shows, and its styles: pages without one load none of it. */
export { OverviewPresenter } from './overview-presenter';
export { overviewStyles } from './overview-styles';
