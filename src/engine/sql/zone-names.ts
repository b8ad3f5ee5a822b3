/** The name of the macro that replaces `AT TIME ZONE` for one zone of the IANA database. */
export function zoneFunctionName(zone: string): string {
  return `pika_at ${zone.toLowerCase()}`;
}
