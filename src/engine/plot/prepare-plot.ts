import { parsePlotSpec, type PlotRequest } from '../grammar/plot-spec';
import { loadMarks } from '../plan/marks/index';
import { planPlot } from '../plan/plan';
import { loadLayerKinds } from './layer-kinds';
import { loadStyles } from './styles-on-demand';

/** Begins to load the code that a plot will need. Loading the plot reports what is wrong with its attributes. */
export async function preparePlot(attributes: PlotRequest): Promise<void> {
  try {
    const spec = parsePlotSpec(attributes);
    await loadMarks(spec.layers.map(({ mark }) => mark));
    const plan = planPlot(spec);
    await Promise.all([loadLayerKinds(plan), loadStyles(plan)]);
  } catch {
    // The attributes may not be complete yet.
  }
}
