/** The replacement of `AT TIME ZONE` for one zone, which a name of the IANA database identifies. */
export function zoneFunctionName(zone: string): string {
  return `pika_at ${zone.toLowerCase()}`;
}
