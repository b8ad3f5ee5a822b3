/**
 * `pika-plot/testing`: trouble on demand, time moved by hand, a device that can be looked into; for tests of pages that
 * use pika-plot.
 */
export { Faults, type FaultCounts, type FaultOptions } from './faults';
export { RecordedDevice } from './recorded-device';
export { VirtualClock } from './virtual-clock';
