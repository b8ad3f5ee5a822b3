/**
 * A cloud of points within 512 × 512: five clusters, the same numbers everywhere. Plain JavaScript, so that a page can
 * run it too.
 */
export function makeCloud(rows) {
  const next = randomFrom(7);
  const bell = () => (next() + next() + next() + next()) / 4;
  const [u, v] = [new Float32Array(rows), new Float32Array(rows)];
  for (let i = 0; i < rows; i++) {
    const cluster = Math.floor(next() * 5);
    u[i] = 60 + 80 * cluster + 90 * (bell() - 0.5);
    v[i] = 90 + 320 * Math.abs(Math.sin(cluster * 2.1 + next() / 2)) + 120 * (bell() - 0.5);
  }
  return { u, v };
}

/** Mulberry32: small, seeded, good enough for pictures. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  };
}
