import { WholeDecimal, type JsonObject, type JsonValue } from './json-parser';

/** Writes a parsed value as compact JSON that keeps every digit of integers. */
export function jsonText(value: JsonValue): string {
  if (value instanceof WholeDecimal) return jsonText(value.value);
  if (typeof value === 'number' || typeof value === 'bigint') return Object.is(value, -0) ? '-0.0' : String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(jsonText).join(',')}]`;
  return `{${Object.entries(value as JsonObject)
    .map(([name, inner]) => `${JSON.stringify(name)}:${jsonText(inner)}`)
    .join(',')}}`;
}
