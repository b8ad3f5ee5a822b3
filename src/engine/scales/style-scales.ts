/** The scales of color, size, shape and opacity. */
export { colorScaleFor } from './color/color-scale-for';
export { parseColor } from './color/parse-color';
export { OpacityScale } from './opacity-scale';
export { ShapeScale } from './shape-scale';
export { SizeScale } from './size-scale';
