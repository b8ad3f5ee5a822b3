/** `pika-plot/testing`: trouble on demand, for tests of pages that use pika-plot. Imports nothing of the engine but types. */
export { Faults, type FaultCounts, type FaultOptions } from './faults';
