/**
 * Measured times of each strategy: [milliseconds to build, milliseconds per move]; null if its index would not fit.
 * `npx tsx bench/strategies.ts` prints these rows. One thread (workers: 1), 2026-11-22, on a busy machine: minimum of
 * seven. A scan's move includes its round trip.
 */
export interface StrategyCase {
  readonly rows: number;
  readonly pixels: readonly number[];
  readonly cells: readonly number[];
  readonly scan: readonly [buildMs: number, moveMs: number];
  readonly tile: readonly [buildMs: number, moveMs: number] | null;
  readonly delta: readonly [buildMs: number, moveMs: number];
}

export const STRATEGY_CASES: readonly StrategyCase[] = [
  { rows: 10_000, pixels: [300], cells: [24], scan: [0, 4.06], tile: [0.273, 0.00123], delta: [0.249, 0.00838] },
  { rows: 10_000, pixels: [300], cells: [100], scan: [0, 4.04], tile: [0.243, 0.00144], delta: [0.203, 0.00611] },
  { rows: 10_000, pixels: [300], cells: [1000], scan: [0, 4.12], tile: [1.7, 0.00345], delta: [0.197, 0.00422] },
  { rows: 10_000, pixels: [300], cells: [100, 60], scan: [0, 4.05], tile: [10.8, 0.00987], delta: [0.196, 0.00388] },
  { rows: 10_000, pixels: [300], cells: [300, 120], scan: [0, 4.07], tile: [66.7, 0.0505], delta: [0.163, 0.003] },
  { rows: 10_000, pixels: [300], cells: [512, 512], scan: [0, 4.39], tile: null, delta: [1.46, 0.00457] },
  { rows: 10_000, pixels: [1200], cells: [24], scan: [0, 4.02], tile: [0.112, 0.000346], delta: [0.148, 0.00268] },
  { rows: 10_000, pixels: [1200], cells: [100], scan: [0, 4.03], tile: [0.261, 0.000458], delta: [0.117, 0.00192] },
  { rows: 10_000, pixels: [1200], cells: [1000], scan: [0, 4.05], tile: [2.29, 0.00215], delta: [0.121, 0.0019] },
  { rows: 10_000, pixels: [1200], cells: [100, 60], scan: [0, 4.03], tile: [20.8, 0.0104], delta: [0.193, 0.00184] },
  { rows: 10_000, pixels: [1200], cells: [300, 120], scan: [0, 4.06], tile: [230, 0.0503], delta: [0.141, 0.00183] },
  { rows: 10_000, pixels: [1200], cells: [512, 512], scan: [0, 4.24], tile: null, delta: [0.226, 0.00186] },
  { rows: 10_000, pixels: [300, 200], cells: [24], scan: [0, 4.08], tile: [3.6, 0.00165], delta: [0.202, 0.0091] },
  { rows: 10_000, pixels: [300, 200], cells: [100], scan: [0, 4.03], tile: [21.8, 0.00128], delta: [0.195, 0.00795] },
  { rows: 10_000, pixels: [300, 200], cells: [1000], scan: [0, 4.06], tile: [338, 0.00377], delta: [0.341, 0.0126] },
  { rows: 10_000, pixels: [300, 200], cells: [100, 60], scan: [0, 4.05], tile: null, delta: [0.337, 0.00559] },
  { rows: 10_000, pixels: [300, 200], cells: [300, 120], scan: [0, 4.08], tile: null, delta: [0.295, 0.00494] },
  { rows: 10_000, pixels: [300, 200], cells: [512, 512], scan: [0, 4.24], tile: null, delta: [0.459, 0.00599] },
  { rows: 100_000, pixels: [300], cells: [24], scan: [0, 4.42], tile: [0.247, 0.000502], delta: [1.72, 0.00699] },
  { rows: 100_000, pixels: [300], cells: [100], scan: [0, 4.19], tile: [0.306, 0.000887], delta: [1.69, 0.00815] },
  { rows: 100_000, pixels: [300], cells: [1000], scan: [0, 4.25], tile: [1.04, 0.00333], delta: [1.72, 0.00819] },
  { rows: 100_000, pixels: [300], cells: [100, 60], scan: [0, 4.29], tile: [7.09, 0.0161], delta: [1.68, 0.00775] },
  { rows: 100_000, pixels: [300], cells: [300, 120], scan: [0, 4.3], tile: [87.9, 0.0922], delta: [1.61, 0.00729] },
  { rows: 100_000, pixels: [300], cells: [512, 512], scan: [0, 4.57], tile: null, delta: [1.84, 0.00851] },
  { rows: 100_000, pixels: [1200], cells: [24], scan: [0, 4.18], tile: [0.346, 0.000564], delta: [1.6, 0.00742] },
  { rows: 100_000, pixels: [1200], cells: [100], scan: [0, 4.2], tile: [0.554, 0.00078], delta: [1.64, 0.00765] },
  { rows: 100_000, pixels: [1200], cells: [1000], scan: [0, 4.24], tile: [6.33, 0.00319], delta: [1.75, 0.00755] },
  { rows: 100_000, pixels: [1200], cells: [100, 60], scan: [0, 4.28], tile: [29.7, 0.00981], delta: [1.11, 0.00473] },
  { rows: 100_000, pixels: [1200], cells: [300, 120], scan: [0, 4.18], tile: [501, 0.0517], delta: [1.21, 0.00502] },
  { rows: 100_000, pixels: [1200], cells: [512, 512], scan: [0, 4.38], tile: null, delta: [2.26, 0.00808] },
  { rows: 100_000, pixels: [300, 200], cells: [24], scan: [0, 4.32], tile: [10.5, 0.000945], delta: [1.31, 0.00976] },
  { rows: 100_000, pixels: [300, 200], cells: [100], scan: [0, 4.15], tile: [67, 0.00133], delta: [1.24, 0.0102] },
  { rows: 100_000, pixels: [300, 200], cells: [1000], scan: [0, 4.17], tile: [940, 0.00383], delta: [1.34, 0.0159] },
  { rows: 100_000, pixels: [300, 200], cells: [100, 60], scan: [0, 4.21], tile: null, delta: [1.16, 0.00724] },
  { rows: 100_000, pixels: [300, 200], cells: [300, 120], scan: [0, 4.2], tile: null, delta: [1.2, 0.00464] },
  { rows: 100_000, pixels: [300, 200], cells: [512, 512], scan: [0, 4.4], tile: null, delta: [1.39, 0.00585] },
  { rows: 1_000_000, pixels: [300], cells: [24], scan: [0, 6.17], tile: [1.26, 0.000311], delta: [18.6, 0.0347] },
  { rows: 1_000_000, pixels: [300], cells: [100], scan: [0, 5.06], tile: [1.36, 0.000419], delta: [22.1, 0.034] },
  { rows: 1_000_000, pixels: [300], cells: [1000], scan: [0, 5.04], tile: [4.98, 0.00166], delta: [30.7, 0.0339] },
  { rows: 1_000_000, pixels: [300], cells: [100, 60], scan: [0, 5.62], tile: [65.5, 0.00837], delta: [10.5, 0.0339] },
  { rows: 1_000_000, pixels: [300], cells: [300, 120], scan: [0, 5.67], tile: [311, 0.0504], delta: [23.5, 0.0365] },
  { rows: 1_000_000, pixels: [300], cells: [512, 512], scan: [0, 7.09], tile: null, delta: [33.3, 0.0397] },
  { rows: 1_000_000, pixels: [1200], cells: [24], scan: [0, 5], tile: [1.49, 0.000383], delta: [19.5, 0.035] },
  { rows: 1_000_000, pixels: [1200], cells: [100], scan: [0, 5], tile: [1.67, 0.000424], delta: [23.2, 0.0343] },
  { rows: 1_000_000, pixels: [1200], cells: [1000], scan: [0, 5.03], tile: [9.41, 0.00167], delta: [19.9, 0.0343] },
  { rows: 1_000_000, pixels: [1200], cells: [100, 60], scan: [0, 5.55], tile: [166, 0.00971], delta: [21.5, 0.0353] },
  { rows: 1_000_000, pixels: [1200], cells: [300, 120], scan: [0, 5.83], tile: [741, 0.0499], delta: [19.3, 0.0367] },
  { rows: 1_000_000, pixels: [1200], cells: [512, 512], scan: [0, 6.32], tile: null, delta: [13.6, 0.0429] },
  { rows: 1_000_000, pixels: [300, 200], cells: [24], scan: [0, 6.56], tile: [40.9, 0.000636], delta: [28.9, 0.0257] },
  { rows: 1_000_000, pixels: [300, 200], cells: [100], scan: [0, 5.41], tile: [71.7, 0.000971], delta: [14.5, 0.024] },
  { rows: 1_000_000, pixels: [300, 200], cells: [1000], scan: [0, 5.37], tile: [632, 0.00357], delta: [16.1, 0.0323] },
  { rows: 1_000_000, pixels: [300, 200], cells: [100, 60], scan: [0, 5.95], tile: null, delta: [11.8, 0.0255] },
  { rows: 1_000_000, pixels: [300, 200], cells: [300, 120], scan: [0, 5.99], tile: null, delta: [16.1, 0.0242] },
  { rows: 1_000_000, pixels: [300, 200], cells: [512, 512], scan: [0, 6.56], tile: null, delta: [13.2, 0.0253] },
  { rows: 10_000_000, pixels: [300], cells: [24], scan: [0, 39.9], tile: [22.2, 0.000369], delta: [152, 0.342] },
  { rows: 10_000_000, pixels: [300], cells: [100], scan: [0, 39.9], tile: [15.3, 0.000464], delta: [241, 0.412] },
  { rows: 10_000_000, pixels: [300], cells: [1000], scan: [0, 33.5], tile: [32.6, 0.00172], delta: [207, 0.336] },
  { rows: 10_000_000, pixels: [300], cells: [100, 60], scan: [0, 55.9], tile: [999, 0.00976], delta: [275, 0.764] },
  { rows: 10_000_000, pixels: [300], cells: [300, 120], scan: [0, 74.3], tile: [1770, 0.0503], delta: [338, 1.07] },
  { rows: 10_000_000, pixels: [300], cells: [512, 512], scan: [0, 455], tile: null, delta: [1190, 2.36] },
  { rows: 10_000_000, pixels: [1200], cells: [24], scan: [0, 140], tile: [85, 0.000585], delta: [631, 1.76] },
  { rows: 10_000_000, pixels: [1200], cells: [100], scan: [0, 57.9], tile: [68, 0.000701], delta: [337, 1.01] },
  { rows: 10_000_000, pixels: [1200], cells: [1000], scan: [0, 140], tile: [405, 0.0021], delta: [452, 1.42] },
  { rows: 10_000_000, pixels: [1200], cells: [100, 60], scan: [0, 128], tile: [4160, 0.00995], delta: [412, 1.09] },
  { rows: 10_000_000, pixels: [1200], cells: [300, 120], scan: [0, 46.9], tile: [3920, 0.0509], delta: [332, 0.904] },
  { rows: 10_000_000, pixels: [1200], cells: [512, 512], scan: [0, 224], tile: null, delta: [509, 1.91] },
];
