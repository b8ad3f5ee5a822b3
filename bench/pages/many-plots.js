/**
 * What the pages of many plots draw, the same for every library: histograms of ten columns, each with ten sizes of
 * bins, and from the hundredth on with domains of their own, so that no two are alike.
 */
'use strict';
(() => {
  const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const STEPS = [2, 2.5, 4, 5, 6.25, 8, 10, 12.5, 20, 25];
  const [GAP_CSS, MARGIN_CSS] = [4, 8];
  const asked = new URLSearchParams(location.search);
  const count = Number(asked.get('plots') ?? 100);
  /** Small: a hundred fit a window of 1260 × 1080. Large: about thirty do. */
  const [widthCss, heightCss] = asked.get('size') === 'large' ? [228, 140] : [120, 100];

  window.many = {
    file: asked.get('file'),
    rows: Number(asked.get('rows')),
    columns: COLUMNS,
    widthCss,
    heightCss,
    plots: Array.from({ length: count }, (_, i) => ({
      column: COLUMNS[i % 10],
      step: STEPS[Math.floor(i / 10) % 10],
      domain: [0, 100 - (Math.floor(i / 100) % 40)],
    })),
    /** The plots in the window, by number. Does not ask for a layout. */
    placesInSight() {
      const columns = Math.floor((1236 + GAP_CSS) / (widthCss + GAP_CSS));
      const row = heightCss + GAP_CSS;
      const first = Math.max(0, Math.floor((scrollY - MARGIN_CSS) / row)) * columns;
      const end = Math.ceil((scrollY + innerHeight - MARGIN_CSS) / row) * columns;
      return Array.from({ length: Math.min(count, end) - first }, (_, i) => first + i);
    },
  };
  const style = document.createElement('style');
  style.textContent = `
    body { margin: ${MARGIN_CSS}px; width: 1236px; font: 13px system-ui, sans-serif; color-scheme: light; background: #fff; }
    main { display: grid; gap: ${GAP_CSS}px; grid-template-columns: repeat(auto-fill, ${widthCss}px); }
    main > * { width: ${widthCss}px; height: ${heightCss}px; }`;
  document.head.append(style);
})();
