/** What a legend elsewhere on the page needs. Pages without one don't load all of it. */
export { LegendController, legendStyles } from '../pika-plot/legend';
export { MissingPlot } from './missing-plot';
