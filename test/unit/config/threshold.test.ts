import { describe, expect, it } from 'vitest'
import { readThresholds, thresholdFor } from '../../../src/config/threshold.ts'

describe('thresholds', () => {
  it('are for all measures, or for one', () => {
    const thresholds = readThresholds(['8%', 'request=20%,exec=2.5%'])
    expect(thresholdFor(thresholds, 'start', 0.05)).toBe(0.08)
    expect(thresholdFor(thresholds, 'GET /health', 0.05)).toBe(0.2)
    expect(thresholdFor(thresholds, 'exec nginx -t', 0.05)).toBe(0.025)
    expect(thresholdFor(readThresholds('bench=30%'), 'bench page: one', 0.05)).toBe(0.3)
    expect(thresholdFor([], 'start', 0.05)).toBe(0.05)
  })

  it.each(['5', 'fast=5%', '0%', '-5%', '%', 'start=', ''])('are not read from %j', (text) => {
    expect(() => readThresholds(text)).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })
})
