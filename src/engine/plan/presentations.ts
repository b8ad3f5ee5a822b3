import type { ChannelName } from '../grammar/channel-name';
import type { DatePart } from '../grammar/date-part';
import type { PlotSpec } from '../grammar/plot-spec';
import { textLocale } from '../locale/text-locale';
import { timeZoneNamed } from '../locale/time-zone';
import type { Presentation } from '../scales/presentation';

/** How values of a channel are written: always the same object for a channel. */
export type ShowChannel = (channel: ChannelName) => Presentation;

/** The channel whose format applies: both ends of an instance are written alike. */
const FORMATS: Readonly<Partial<Record<ChannelName, 'x' | 'y' | 'color'>>> = {
  x: 'x',
  x2: 'x',
  y: 'y',
  y2: 'y',
  color: 'color',
};

/** @param partOf the part of a date that a channel shows; null for none */
export function presentations(
  { guides, lang, timeZone }: PlotSpec,
  partOf: (channel: ChannelName) => DatePart | null,
): ShowChannel {
  const known = new Map<ChannelName, Presentation>();
  const locale = textLocale(lang);
  const zone = timeZone === null ? null : timeZoneNamed(timeZone);
  return (channel) => {
    let show = known.get(channel);
    if (!show) {
      const guide = FORMATS[channel];
      const specifier = guide ? guides[guide].format : null;
      const format = specifier === null ? null : { specifier, attribute: `${guide!}-format` };
      show = { locale, zone, format, part: partOf(channel) };
      known.set(channel, show);
    }
    return show;
  };
}
