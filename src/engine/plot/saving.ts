/** What users save of a plot: the picture of its marks, and its selected rows. */
export { drawMarks } from './draw-marks';
export { selectedRows } from './selected-rows';
