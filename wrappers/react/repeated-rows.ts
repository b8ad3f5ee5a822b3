import { useRef } from 'react';
import { isEqual } from '../assigned-properties';

/** So many renderings in a row, each with another array of the same rows, are a mistake. */
const TOO_OFTEN = 20;

/** Warns once if a component makes its rows anew with every rendering: they are read every time. */
export function useRowsCheck(name: string): (rows: unknown, query: unknown) => void {
  const seen = useRef<{ rows: unknown; times: number }>({ rows: undefined, times: 0 });
  return (rows, query) => {
    const before = seen.current;
    seen.current = { rows, times: isSameAgain(rows, before.rows) ? before.times + 1 : 0 };
    if (seen.current.times !== TOO_OFTEN) return;
    console.warn(
      `[pika] <${name} name="${String(query)}">: "data" was another array of the same rows in ${TOO_OFTEN} renderings ` +
        'in a row, and is read every time. Keep the rows outside of the component, in state, or in useMemo.',
    );
  };
}

/** Compares the ends of the arrays: they may be long. */
function isSameAgain(rows: unknown, before: unknown): boolean {
  if (!Array.isArray(rows) || !Array.isArray(before)) return false;
  return rows !== before && rows.length === before.length && [0, -1].every((i) => isEqual(rows.at(i), before.at(i)));
}
