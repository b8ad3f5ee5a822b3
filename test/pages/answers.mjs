/**
 * What the plots, the selection and the database of a page answer. `page` gives Playwright's page or Puppeteer's, which
 * may open later.
 */
export function answersOf(page) {
  return {
    /** Rows that a plot draws. */
    total: (plot) =>
      page().evaluate(
        async (index) =>
          (await document.querySelectorAll('pika-plot')[index].counts())?.counts.reduce((a, b) => a + b) ?? 0,
        plot,
      ),
    /** Ends of a plot's bins, per axis. */
    edges: (plot) =>
      page().evaluate(async (index) => (await document.querySelectorAll('pika-plot')[index].counts()).edges, plot),
    /** The first row of what SQL gives. */
    sql: async (text) => (await page().evaluate((query) => window.rows(query), text))[0],
    /** What is selected among the flights, as SQL. */
    where: () => page().evaluate(() => document.querySelector('pika-selection').toSQL('flights')),
    clauses: () => page().evaluate(() => document.querySelector('pika-selection').value),
    /** What the page's `<pika-count>` shows. */
    counted: () => page().evaluate(() => document.querySelector('pika-count').value),
  };
}
