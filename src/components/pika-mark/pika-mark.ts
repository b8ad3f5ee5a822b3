import { attributesOf, LAYER_ATTRIBUTES, PLOT_ATTRIBUTES, type LayerTexts } from '../../engine/index';
import type { AttributeUse } from '../controllers/attribute-controller';
import { MARK_CHANGED } from '../controllers/marks-controller';
import { LayerElement, textProperties } from '../text-properties';

/**
 * One layer of a `<pika-plot>`, inside of it. Attributes that it does not set come from the plot; an empty attribute
 * discards the plot's value.
 *
 * ```html
 * <pika-plot from="stocks" x="date">
 *   <pika-mark mark="area" y="low" y2="high"></pika-mark>
 *   <pika-mark mark="line" y="close" color="symbol"></pika-mark>
 * </pika-plot>
 * ```
 *
 * @tag pika-mark
 * @attr {string} from - name of the query to draw
 * @attr {"bar"|"line"|"area"|"point"|"rule"|"tick"|"text"|"arc"|"box"|"rect"|"density"} mark - how to draw it
 * @attr {string} x - channel: a column, a DuckDB SQL expression, `bin(expression)`, an aggregate such as `count()` or
 *   `avg(delay)`, or a constant
 * @attr {string} y - channel, as x; so are all below, to facet-y
 * @attr {string} x2 - where an instance ends along x
 * @attr {string} y2 - where an instance ends along y
 * @attr {string} theta - the angle of a slice of a pie (mark="arc"): a column or an aggregate
 * @attr {string} color - color of the instances; also a constant such as `#f60`
 * @attr {string} size - their area
 * @attr {string} shape - their symbol
 * @attr {string} opacity - their opacity
 * @attr {string} text - their text
 * @attr {string} series - splits a line or area that has no color channel
 * @attr {string} order - the order in which a line joins its points, slices lie in a pie, and labels find a place
 * @attr {string} facet-x - one panel for each value, side by side
 * @attr {string} facet-y - one panel for each value, one below the other
 * @attr {"on"|"off"} context - whether to draw filtered-out rows in the background; default: on for bars of
 *   counts and sums
 * @attr {"zero"|"normalize"|"center"|"dodge"|"off"} stack - what to do with instances at one place
 * @attr {"x"|"-x"|"y"|"-y"|"data"|string} sort - order of the labels of a band: by a channel, as in the data, or a list
 *   of labels in brackets
 * @attr {number} limit - how many labels of a band to draw: the first in the order of `sort`, or the largest
 * @attr {"linear"|"step"|"step-before"|"step-after"|"monotone"|"natural"|"basis"|"cardinal"} curve - how a line joins
 *   its points; default: linear
 * @attr {"circle"|"square"|"triangle"|"diamond"|"star"|"triangle-down"|"cross"} symbol - symbol of points without the
 *   channel shape; default: circle
 * @attr {"on"|"off"} hollow - whether points are outlines
 * @attr {string} dash - lengths of dashes and gaps in CSS pixels: `4 2`
 * @attr {number} stroke-width - width of lines in CSS pixels
 * @attr {number} corner-radius - radius of the corners of bars in CSS pixels
 * @attr {"vertical"|"horizontal"} orient - boxes are vertical, or horizontal
 * @attr {"start"|"middle"|"end"} anchor - the part of a text that is at its position
 * @attr {number} dx - how far to move a text to the right, in CSS pixels
 * @attr {number} dy - how far to move a text down, in CSS pixels
 * @attr {number} font-size - size of a text in CSS pixels; default: 11
 * @attr {string} text-format - format of a text that shows numbers or times, as in d3-format or d3-time-format
 * @attr {"left"|"right"} y-axis - the y axis that shows the layer; "right" gives its values a separate scale
 * @attr {number} inner-radius - the hole of a pie, as a fraction of its radius
 */
export class PikaMark extends LayerElement<Record<string, never>> {
  static override properties = textProperties(LAYER_ATTRIBUTES);

  /** The attributes that the author set. */
  get texts(): LayerTexts {
    return Object.fromEntries(
      LAYER_ATTRIBUTES.flatMap(({ property }) => {
        const text = this[property as keyof LayerTexts];
        return text === null ? [] : [[property, text]];
      }),
    );
  }

  /** Notes about attributes that have no effect. The plot shows them. */
  get remarks(): readonly string[] {
    return this.notes;
  }

  protected override joined(): void {
    // The plot may have changed, and with it the mark.
    this.attributeCheck.check();
  }

  protected override updated(): void {
    this.attributeCheck.check();
    this.dispatchEvent(new Event(MARK_CHANGED, { bubbles: true }));
  }

  protected override attributeUse(): AttributeUse {
    const { known } = super.attributeUse();
    const plot = this.closest('pika-plot');
    if (!plot) return { known, unused: {}, remarks: ['<pika-mark> has no effect outside of a <pika-plot>.'] };
    const mark = (this.mark ?? plot.mark ?? '').trim();
    const used = attributesOf(mark);
    const unused = used ? known.filter((name) => !used.includes(name)) : [];
    const ofPlot = PLOT_ATTRIBUTES.map(({ name }) => name);
    return { known, ofPlot, unused: Object.fromEntries(unused.map((name) => [name, `with mark="${mark}"`])) };
  }
}
