import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { scratchServerImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'

/** A web server without a shell or anything else beside it. */
let image: PushedImage

beforeAll(async () => {
  image = await pushPair(openDistributionRegistry(), 'network', scratchServerImage)
})
afterAll(() => removeImages(image.repository))

async function verify(...flags: readonly string[]): Promise<RunReport> {
  const result = await runEveryarch(['verify', image.reference, '--json', ...flags])
  expect(await findLeftovers(result.pid)).toEqual([])
  return parseRunReport(parseStdout(result))
}

function expectServed({ platforms, errors, exitCode }: RunReport, status = 200): void {
  expect(exitCode, JSON.stringify({ platforms, errors }, undefined, 1)).toBe(0)
  expect(platforms.map(({ health }) => health?.status)).toEqual([status, status])
}

async function createNetwork(...flags: readonly string[]): Promise<AsyncDisposable & { readonly name: string }> {
  const name = `everyarch-test-${uniqueText().slice(0, 12)}`
  await docker('network', 'create', ...flags, name)
  return { name, [Symbol.asyncDispose]: async () => void (await docker('network', 'rm', name)) }
}

describe('a server', () => {
  it('answers as nobody, with a root that cannot be written, and without a shell', async () => {
    expectServed(await verify('--http', '8080', '--user', '12345:0', '--read-only', '--cap-drop', 'ALL'))
  })

  it('answers in a network of the user, which is left as it was', async () => {
    await using network = await createNetwork()
    expectServed(await verify('--http', '8080', '--network', network.name))
    const { stdout } = await docker('network', 'inspect', '--format', '{{len .Containers}}', network.name)
    expect(stdout.trim()).toBe('0')
  })

  it('answers in a network without a way out, at its own address', async () => {
    await using network = await createNetwork('--internal')
    expectServed(await verify('--http', '8080', '--network', network.name))
  })

  it('is seen to listen where nothing can ask it', async () => {
    const report = await verify('--network', 'none')
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['passed', 'passed'])
    expect(report.exitCode).toBe(0)
  })
})

describe("in the host's network a server", () => {
  const listenOn = (port: number): readonly string[] => [
    '--network',
    'host',
    '--http',
    `${port}`,
    '--',
    '-p',
    `${port}`,
  ]

  it('is asked where it listens, one platform after the other', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const port = portOf(taken)
    await new Promise((resolve) => taken.close(resolve))
    expectServed(await verify(...listenOn(port)))
  })

  it('is not mistaken for another that was there before', async () => {
    await using other = createServer((_, response) => response.end('not the application'))
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const port = portOf(other)
    const report = await verify(...listenOn(port))
    expect(report).toMatchObject({ exitCode: 3, verdict: 'unverified' })
    expect(report.errors[0]?.message).toContain(`something listens on port ${port} of 127.0.0.1 already`)
  })
})

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('it does not listen')
  return address.port
}
