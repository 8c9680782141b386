import type { Calibration } from '../emulation/calibration-times.ts'
import type { CalibrationReport } from '../report/report.ts'

/** A calibration as reports have it. */
export function createCalibrationReport({ own, host }: Calibration): CalibrationReport {
  return {
    ...own,
    factors: {
      spawn: ratio(own.spawnUs, host.spawnUs),
      cpu: ratio(own.cpuUs, host.cpuUs),
      systemCalls: ratio(own.systemCallsUs, host.systemCallsUs),
    },
  }
}

/** Three digits: it is no more exact. */
function ratio(own: number, host: number): number {
  return Number((own / host).toPrecision(3))
}
