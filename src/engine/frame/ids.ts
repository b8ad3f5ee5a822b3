/** Names a result (counts or keys) that outlives the frame which computed it, until the backend drops it. */
export type SlotId = string & { readonly __slot: never };
/** Names a canvas attached to the backend. */
export type SurfaceId = string & { readonly __surface: never };
/** Names a crossfilter index held by a backend with the capability `index`. */
export type IndexId = string & { readonly __index: never };
