import type { ChannelName } from '../grammar/channel-name';
import type { DatePart } from '../grammar/date-part';
import type { LayerSpec, PlotSpec } from '../grammar/plot-spec';
import { axisOf, type AxisName } from '../grammar/position-channel';
import { textLocale } from '../locale/text-locale';
import { timeZoneNamed } from '../locale/time-zone';
import type { Presentation } from '../scales/presentation';

/** Returns how the values of a channel are formatted: always the same object for a channel. */
export type ShowChannel = (channel: ChannelName) => Presentation;

/** The channels without an axis whose values have a format. */
type ValueGuide = 'color' | 'size' | 'theta';

/** The axis or legend whose format applies to a channel; both ends of an instance share a format. */
function guideOf(channel: ChannelName, layer: LayerSpec): AxisName | ValueGuide | null {
  switch (channel) {
    case 'x':
    case 'x2':
      return 'x';
    case 'y':
    case 'y2':
      return axisOf(layer, 'y');
    case 'color':
    case 'size':
    case 'theta':
      return channel;
    default:
      return null;
  }
}

/** @param partOf the part of a date that a channel shows; null for none */
export function presentations(
  { guides, lang, timeZone }: PlotSpec,
  layer: LayerSpec,
  partOf: (channel: ChannelName) => DatePart | null,
): ShowChannel {
  const known = new Map<ChannelName, Presentation>();
  const locale = textLocale(lang);
  const zone = timeZone === null ? null : timeZoneNamed(timeZone);
  return (channel) => {
    let show = known.get(channel);
    if (!show) {
      const guide = guideOf(channel, layer);
      const specifier = guide ? guides[guide].format : null;
      const format = specifier === null ? null : { specifier, attribute: `${guide}-format` };
      show = { locale, zone, format, part: partOf(channel) };
      known.set(channel, show);
    }
    return show;
  };
}
