import { css } from 'lit';

export const plotStyles = css`
  :host {
    display: block; position: relative; box-sizing: border-box; width: 100%; height: 260px; min-width: 120px; min-height: 100px;
  }
  /* The plot, and below it the notes, which take their height from it. */
  .frame {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    border-radius: inherit;
    /* What changes in it does not lay out the page. */
    contain: size layout style;
  }
  /* Only for the query below: browsers style what is in a container only after they have laid it out. */
  .frame.noted { container-type: size; }
  .plot {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: hidden;
    user-select: none;
    -webkit-user-select: none;
    border-radius: inherit;
    outline-offset: -2px;
  }
  .plot:focus-visible { outline: 2px solid var(--_accent); }
  .plot.brush-x { touch-action: pan-y; }
  .plot.brush-y { touch-action: pan-x; }
  .plot.brush-xy, .plot.brush-lasso { touch-action: none; }
  .plot.zoom-x { touch-action: pan-y; }
  .plot.zoom-y { touch-action: pan-x; }
  .plot.zoom-xy, .plot.brush-xy[class*="zoom-"], .plot.brush-lasso[class*="zoom-"] { touch-action: none; }
  .plot.pans { cursor: grab; }
  .plot.pans:active { cursor: grabbing; }
  .about {
    position: absolute;
    top: calc(6px + var(--_top, 0px));
    right: 8px;
    color: var(--_text);
    font-size: 14px;
    line-height: 1;
    pointer-events: none;
  }
  canvas, svg, #surface { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
  /* The picture keeps its size until the next layout of a resized plot. On paper it is scaled. */
  @media screen {
    #surface, .plot > svg { width: var(--_width, 100%); height: var(--_height, 100%); }
  }
  @media print {
    /* On paper, which is white: browsers leave out the backgrounds of a dark page, but not those of the plot itself. */
    :host { break-inside: avoid; color-scheme: light; print-color-adjust: exact; }
    canvas { object-fit: contain; object-position: 0 0; }
  }
  /*
   * The plot clips it: a clip of its own would cost browsers as much per frame as all layers of the page. Its x axis
   * runs to the right, whatever the page's direction.
   */
  svg { pointer-events: none; overflow: visible; direction: ltr; }
  text { fill: var(--_text); }
  text.short { pointer-events: auto; }
  text.facet { fill: var(--_strong); }
  text.title {
    fill: var(--pika-strong, var(--_title, var(--_strong)));
    font-weight: var(--pika-title-weight, 600);
    font-family: var(--pika-title-font, inherit);
  }
  line.grid { stroke: var(--_grid); }
  line.base { stroke: var(--_text); stroke-opacity: 0.55; }
  line.tick { stroke: var(--_text); stroke-opacity: 0.55; }
  line.minor { stroke-opacity: 0.35; }
  line.zero { stroke: var(--_strong); stroke-opacity: 0.7; }
  .brush .range { fill: var(--_accent); fill-opacity: 0.13; stroke: var(--_accent); stroke-opacity: 0.8; }
  .brush .plane { fill: none; stroke: var(--_strong); stroke-opacity: 1; }
  .brush path.veil { fill: var(--_background); fill-opacity: 0.55; }
  .brush rect.handle { fill: var(--_background); stroke: var(--_accent); stroke-width: 1.5; }
  .note {
    flex: none;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    margin: 0 10px 5px;
    color: var(--_text);
    font-size: 0.91em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  @container (max-height: 160px) {
    .note { -webkit-line-clamp: 1; }
  }
`;
