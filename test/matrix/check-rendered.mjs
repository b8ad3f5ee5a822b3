/** Expects that the server rendered the plots: their tags, with attributes, are in its answer. */
export async function checkRendered(page) {
  const html = await (await fetch(page.url())).text();
  if (!/<pika-plot[^>]* mark="bar"[^>]* x="month"/.test(html))
    throw new Error(
      `the server: expected <pika-plot … mark="bar" x="month"> in its answer, found ${html.slice(0, 300)}`,
    );
}
