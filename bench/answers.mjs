/** Latencies from moves and pictures: when was each move answered? */

/**
 * Move k is answered at the end of the first frame, after the page received it, in which every passive plot shows the
 * picture of the brush at k or at a later move. So a move that a library skips counts until a newer picture is shown.
 * The picture itself tells which moves it answers: `album[plot]` maps its digest to the moves that produce it, as
 * recorded one move at a time. If two moves produce the same picture, it answers both.
 *
 * @param moves {sentMs, dispatchedMs, k}, k rising
 * @param pictures {plot, digest, endMs}, endMs rising; each is shown until the plot's next
 * @param passive the plots that must answer
 */
export function answerMoves({ moves, pictures, frameEndsMs, album, passive }) {
  const labels = new Map(passive.map((plot) => [plot, () => -1]));
  const steps = [];
  let unknown = 0;
  let nextPicture = 0;
  let nextMove = 0;
  let lastK = -1;
  for (const endMs of frameEndsMs) {
    while (moves[nextMove]?.dispatchedMs <= endMs) lastK = moves[nextMove++].k;
    for (; pictures[nextPicture]?.endMs <= endMs; nextPicture++) {
      const { plot, digest } = pictures[nextPicture];
      if (!labels.has(plot)) continue;
      const rightFor = album[plot]?.get(digest) ?? [];
      if (digest === OPAQUE) {
        const seen = lastK;
        labels.set(plot, () => seen);
      } else {
        if (rightFor.length === 0) unknown++;
        labels.set(plot, (upTo) => rightFor.findLast((k) => k <= upTo) ?? -1);
      }
    }
    const all = Math.min(...[...labels.values()].map((label) => label(lastK)));
    if (all > (steps.at(-1)?.k ?? -1)) steps.push({ k: all, endMs });
  }
  const answered = moves.map((move) => {
    const step = steps.find(({ k, endMs }) => k >= move.k && endMs >= move.dispatchedMs);
    const endMs = step?.endMs ?? Infinity;
    return { k: move.k, fromEventMs: endMs - move.sentMs, fromDispatchMs: endMs - move.dispatchedMs };
  });
  return { answered, unknown, pictureTimesMs: steps.map(({ endMs }) => endMs) };
}

/** The digest of a picture that can't be read from outside: assumed to answer the last move before it. */
const OPAQUE = '-1';

export function median(values) {
  return quantile(values, 0.5);
}

export function quantile(values, fraction) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  return below === above ? below : below + (above - below) * (at - Math.floor(at));
}
