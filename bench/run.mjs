/**
 * `npm run bench [-- SUITE] [options]`: measurements against other libraries, in the same browser, with the same rows
 * and pointer.
 *
 *   (none)        first-light.mjs: three million flights, against Mosaic
 *   brushing-page brushing-page.mjs: a saved page that brushes, of five histograms and a density; ours only
 *   crossfilter   crossfilter.mjs: five and six linked views of 1M and 10M rows, against Mosaic
 *   csv           csv.mjs: a CSV file, this build against another one
 *   facets        facets.mjs: a histogram beside ten panels of bars, lines or densities, 1M and 10M rows; ours only
 *   flights       flights.mjs: lines, bars and a heat map of averages beside a histogram and a density, against Mosaic
 *   many          many.mjs: a hundred or a thousand linked histograms, against Mosaic and ECharts
 *   objects       objects.mjs: twelve objects as a bar chart, against Observable Plot
 *   overview      overview.mjs: two hundred columns of 1M rows, each as a histogram; ours only
 *   pan           pan.mjs: a zoomed density of 1M and 10M rows, dragged; ours only
 *   pairs         pairs.mjs: this build against another one, alternating
 *   scatter       scatter.mjs: 1M and 10M points, against five scatter libraries
 *   snapshot      snapshot.mjs: four plots of three million flights, saved and opened; against the Parquet file
 *   table         table.mjs: the rows of a file, sorted and scrolled, against Perspective
 */
const SUITES = [
  'brushing-page',
  'crossfilter',
  'csv',
  'facets',
  'flights',
  'many',
  'objects',
  'overview',
  'pairs',
  'pan',
  'scatter',
  'snapshot',
  'table',
];

const suite = process.argv[2];
if (suite && !suite.startsWith('-')) {
  if (!SUITES.includes(suite))
    throw new Error(`npm run bench: expected ${SUITES.join(' or ')} or no suite; found "${suite}".`);
  process.argv.splice(2, 1);
  await import(`./${suite}.mjs`);
} else {
  await import('./first-light.mjs');
}
