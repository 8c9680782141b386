import { expect, it } from 'vitest'
import { parseBuildLine } from '../../../src/build/build-event.ts'
import { describeFailure } from '../../../src/build/build-failure.ts'
import { formatBuildLog } from '../../../src/build/build-log.ts'
import { openStepBook } from '../../../src/build/build-steps.ts'
import { HarnessError } from '../../../src/errors.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const [first, second] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`]

function replay() {
  const started = '2026-11-22T11:02:27Z'
  const book = openStepBook({ platforms: [parsePlatform('linux/amd64')], isNative: () => true })
  const events = [
    {
      vertexes: [{ digest: first, name: '[linux/amd64 web 1/2] RUN make', started, completed: '2026-11-22T11:02:29Z' }],
    },
    { logs: [{ vertex: first, data: Buffer.from('10%\r100%\n\u001b[1mdone\n').toString('base64') }] },
    { vertexes: [{ digest: second, name: '[linux/amd64 web 2/2] RUN sleep 600', started }] },
  ]
  for (const line of events.map((event) => JSON.stringify(event))) {
    for (const event of parseBuildLine(line)) book.add(event)
  }
  return book
}

it('the log of a build has each step, how it ended, and what it wrote', () => {
  expect(formatBuildLog(replay().steps())).toEqual([
    '[linux/amd64 web] RUN make: done, 2.0 s',
    '  100%',
    String.raw`  \x1b[1mdone`,
    '',
    '[linux/amd64 web] RUN sleep 600: running',
    '',
  ])
})

it('a build that was stopped says what it was at', () => {
  const stop = new HarnessError('interrupted', 'interrupted')
  expect(describeFailure(replay(), stop)).toMatchObject({
    platform: 'linux/amd64',
    instruction: 'RUN sleep 600',
    message: 'interrupted',
  })
})
