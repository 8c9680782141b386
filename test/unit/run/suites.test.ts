import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { parseDigest } from '../../../src/oci/digest.ts'
import { openSuites, type SuitesOptions } from '../../../src/run/suites.ts'

const digest = parseDigest(`sha256:${'0'.repeat(64)}`)

function asked(signal: AbortSignal): SuitesOptions {
  const execution = { kind: 'native', proof: 'it is the own architecture' } as const
  const target = { project: 'p', platform: 'linux/amd64', digest, image: 'i', execution, acceptedMachines: ['x86_64'] }
  return { projects: [{ target, suites: ['start'] }], address: join(tmpdir(), 'nobody-listens.sock'), signal }
}

test('says what keeps suites from being run, and leaves the exit code of the process alone', async () => {
  const suites = openSuites()
  const before = process.exitCode
  const running = suites.run(asked(new AbortController().signal))
  await expect(running).rejects.toMatchObject({
    code: 'suite-invalid',
    cause: expect.stringContaining('nobody-listens.sock'),
  })
  expect(process.exitCode).toBe(before)
  await suites.close()
})

test('ends a run that is cancelled, without calling what it had no time for failed', async () => {
  const suites = openSuites()
  expect(await suites.run(asked(AbortSignal.abort()))).toEqual([])
  await suites.close()
})

test('cannot run suites in a thread that was closed meanwhile', async () => {
  const suites = openSuites()
  const running = suites.run(asked(new AbortController().signal))
  await suites.close()
  await expect(running).rejects.toMatchObject({ code: 'suite-invalid' })
})
