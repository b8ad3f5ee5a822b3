/** A result (counts or keys), which lives until the backend drops it. */
export type SlotId = string & { readonly __slot: never };
/** A canvas attached to the backend. */
export type SurfaceId = string & { readonly __surface: never };
/** A crossfilter index of a backend with the capability `index`. */
export type IndexId = string & { readonly __index: never };
