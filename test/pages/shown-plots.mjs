/**
 * Runs in a page: for each plot, `drawn` or the error that it shows in place of its picture; null while one is loading.
 */
export function shownPlots() {
  const texts = [...document.querySelectorAll('pika-plot')].map(({ shadowRoot }) => {
    const cover = shadowRoot?.querySelector('.cover')?.textContent.replace(/\s+/g, ' ').trim();
    if (cover) return /expected/.test(cover) ? cover : null;
    return shadowRoot?.querySelector('line.base') ? 'drawn' : null;
  });
  return texts.every(Boolean) ? texts : null;
}
