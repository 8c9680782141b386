import { describe, expect, it } from 'vitest'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { createMatrix, type Runners } from '../../../src/plan/matrix.ts'

function jobs(platforms: string, runners: Runners = { platforms: [] }) {
  const listed = platforms.split(' ').map((text) => ({ platform: parsePlatform(text), isStatic: false }))
  return createMatrix(listed, runners).include.map(({ platform, runner, execution }) => [platform, runner, execution])
}

describe('a matrix', () => {
  it("has GitHub's own runners for what these execute, and emulates the rest", () => {
    expect(jobs('linux/s390x linux/amd64 linux/386 linux/arm64/v8 linux/arm/v7')).toEqual([
      ['linux/s390x', 'ubuntu-24.04', 'emulated'],
      ['linux/amd64', 'ubuntu-24.04', 'native'],
      ['linux/386', 'ubuntu-24.04', 'native'],
      ['linux/arm64', 'ubuntu-24.04-arm', 'native'],
      ['linux/arm/v7', 'ubuntu-24.04', 'emulated'],
    ])
  })

  it('takes the runners that were named', () => {
    const platforms = [{ platform: parsePlatform('linux/arm/v7'), value: 'self-hosted, pi' }]
    expect(jobs('linux/arm/v7 linux/arm64 linux/riscv64', { rest: 'big', platforms })).toEqual([
      ['linux/arm/v7', ['self-hosted', 'pi'], 'native'],
      ['linux/arm64', 'ubuntu-24.04-arm', 'native'],
      ['linux/riscv64', 'big', 'emulated'],
    ])
  })

  it('has one job for a platform that is listed twice, and runs none that is only audited', () => {
    expect(jobs('linux/amd64 linux/amd64')).toHaveLength(1)
    const audited = [{ platform: parsePlatform('linux/arm64'), isStatic: true }]
    expect(createMatrix(audited, { platforms: [] }).include).toEqual([
      { platform: 'linux/arm64', runner: 'ubuntu-24.04', execution: 'none' },
    ])
    expect(jobs('windows/amd64')).toEqual([['windows/amd64', 'ubuntu-24.04', 'none']])
  })
})
