import { describe, expect, it } from 'vitest'
import { broadcast } from '../../../src/cli/broadcast.ts'
import type { RunEvent } from '../../../src/report/event.ts'
import type { Reporter } from '../../../src/report/reporter.ts'
import { passedReport, platformReport } from '../reporters/sample-report.ts'

const digest = `sha256:${'ab'.repeat(32)}` as const

const events: readonly RunEvent[] = [
  { kind: 'image-resolved', reference: 'app', digest, platforms: ['linux/amd64'], attestations: 0 },
  { kind: 'platform-planned', platform: 'linux/amd64', execution: { kind: 'native', proof: 'its own' } },
  { kind: 'platform-state', platform: 'linux/amd64', state: 'starting' },
  { kind: 'platform-end', report: platformReport('linux/amd64') },
  { kind: 'notice', message: 'mind the gap' },
  { kind: 'run-end', report: passedReport },
]

/** A reporter that keeps the kinds of the events it was told. */
function recorder(told: string[]): Reporter {
  const keep = ({ kind }: RunEvent): void => void told.push(kind)
  return {
    onImageResolved: keep,
    onPlatformPlanned: keep,
    onPlatformState: keep,
    onPlatformEnd: keep,
    onNotice: keep,
    onRunEnd: keep,
    close: () => void told.push('close'),
  }
}

function fail(): never {
  throw new Error('no paper')
}

describe('reporters', () => {
  it('are told of every event by its own hook, in order', () => {
    const told: string[] = []
    const { onEvent, close } = broadcast([recorder(told)])
    for (const event of events) onEvent(event)
    close()
    expect(told).toEqual([...events.map(({ kind }) => kind), 'close'])
  })

  it('need not care for everything', () => {
    const { onEvent, close, errors } = broadcast([{}])
    for (const event of events) onEvent(event)
    close()
    expect(errors()).toEqual([])
  })

  it('that throw are told nothing more, and stop no other', () => {
    const told: string[] = []
    const brokenTold: string[] = []
    const broken = { ...recorder(brokenTold), onPlatformState: fail }
    const { onEvent, close, errors } = broadcast([broken, recorder(told)])
    for (const event of events) onEvent(event)
    close()
    expect(told).toHaveLength(events.length + 1)
    expect(brokenTold).toEqual(['image-resolved', 'platform-planned'])
    expect(errors()).toMatchObject([{ code: 'reporter-failed', cause: 'no paper' }])
  })
})
