/** Loads the code of all vector paints, which marks load on demand: for tests that paint without a plot. */
import { loadVectors } from '../../src/engine/paints/vectors';

await loadVectors(['lines', 'areas', 'symbols', 'arcs']);
