/** Loads the code of all marks, which plots load on demand: for tests that plan without a plot. */
import { MARK_NAMES } from '../../src/engine/grammar/mark-name';
import { loadMarks } from '../../src/engine/plan/marks/index';

await loadMarks(MARK_NAMES);
