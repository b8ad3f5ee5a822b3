/** A shader, its imports composed and its comments dropped: see shaders/compose.mjs. */
declare module '*.wgsl' {
  const text: string;
  export default text;
}
