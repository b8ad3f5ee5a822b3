/** Symbols of the area of a circle of diameter 10, around the origin: the shapes of d3-shape, as points draw them. */
const PATHS: Readonly<Record<string, string>> = {
  circle: 'M5,0A5,5 0 1 1 -5,0A5,5 0 1 1 5,0z',
  square: 'M-4.43,-4.43h8.86v8.86h-8.86z',
  cross: 'M-5.94,-1.98H-1.98V-5.94H1.98V-1.98H5.94V1.98H1.98V5.94H-1.98V1.98H-5.94z',
  diamond: 'M0,-8.25L4.76,0L0,8.25L-4.76,0z',
  triangle: 'M0,-7.77L6.73,3.89H-6.73z',
  'triangle-down': 'M0,7.77L-6.73,-3.89H6.73z',
  star: 'M0,-8.36L1.88,-2.58H7.95L3.04,0.99L4.91,6.77L0,3.19L-4.91,6.77L-3.04,0.99L-7.95,-2.58H-1.88z',
};

/** The path of a symbol; a circle for an unknown one. */
export function symbolPath(shape: string): string {
  return PATHS[shape] ?? PATHS['circle']!;
}
