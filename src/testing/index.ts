/**
 * `pika-plot/testing`, for tests of pages that use pika-plot: fault injection, a clock moved by hand, and a device that
 * records its work.
 */
export { Faults, type FaultCounts, type FaultOptions } from './faults';
export { RecordedDevice } from './recorded-device';
export { VirtualClock } from './virtual-clock';
