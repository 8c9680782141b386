import { describe, expect, it } from 'vitest'
import { hostileApplication, type HostileApplication } from '../../support/acceptance/hostile-applications.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { onBoth, verifyHealth } from './verify-health.ts'

const registry = openDistributionRegistry()
const unexpected = 'run/health-unexpected error: it '

describe('an application that', () => {
  it.concurrent.each<[HostileApplication, string]>([
    ['answers without end', `${unexpected}answered without end: 16 MiB and more, for `],
    ['answers one byte a second', `${unexpected}began to answer and did not end within `],
    ['redirects to itself', `${unexpected}redirected / to itself, for `],
    ['sends a head without end', `${unexpected}sent a head of more than 64 KiB, for `],
    ['closes its port after its first answer', `${unexpected}answered once and then no longer did: `],
    [
      'ends after its first answer',
      'run/exited-early error: it ended by itself with exit code 1 after it had answered',
    ],
  ])('%s has failed, and it is said how', async (what, said) => {
    const { reference } = await hostileApplication(registry, what)
    const { exitCode, findings, leftovers } = await verifyHealth(reference, '--http', '8080', '--timeout', '12s')
    expect(exitCode).toBe(1)
    expect(findings).toEqual(onBoth([expect.stringContaining(said)]))
    expect(leftovers).toEqual([])
  })

  it('does what no start explains is not waited for to the end of its time', async () => {
    const { reference } = await hostileApplication(registry, 'redirects to itself')
    const { exitCode, findings } = await verifyHealth(reference, '--http', '8080', '--platform', 'linux/amd64')
    expect(exitCode).toBe(1)
    expect(findings['linux/amd64']).toEqual([expect.stringMatching(/redirected \/ to itself, for [1-4]\d s$/)])
  })

  it.concurrent.each<[HostileApplication, string]>([
    ['redirects to another host', '302 on /, not followed to login.example.com'],
    ['prints control characters and markup', '200 on /'],
  ])('%s has passed', async (what, how) => {
    const { reference } = await hostileApplication(registry, what)
    const { exitCode, health } = await verifyHealth(reference, '--http', '8080')
    expect(exitCode).toBe(0)
    expect(health).toMatchObject(onBoth({ how }))
  })
})
