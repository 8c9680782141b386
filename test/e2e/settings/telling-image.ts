import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { busyboxImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import type { ProcessOptions, ProcessResult } from '../../support/run-process.ts'

/** One platform the usual host runs natively, and one it emulates. */
export const platforms = ['linux/amd64', 'linux/arm64'] as const

/** An image that runs a shell script as the command: by a user of its own, in a folder of its own. */
export async function pushTellingImage(): Promise<PushedImage> {
  return pushPair(openDistributionRegistry(), 'telling', (platform) =>
    busyboxImage(platform, {
      files: [
        { path: '/srv', folder: true, mode: 0o755, uid: 1000, gid: 1000 },
        { path: '/data/own', text: 'of the image\n' },
        {
          path: '/etc/passwd',
          text: 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\nother:x:4242:4242::/:/bin/sh\n',
        },
        { path: '/etc/group', text: 'root:x:0:\napp:x:1000:\n' },
      ],
      config: {
        Entrypoint: ['/bin/sh', '-c'],
        Cmd: ['exit 9'],
        User: 'app',
        WorkingDir: '/srv',
        Env: ['PATH=/bin', 'GREETING=from the image'],
      },
    }),
  )
}

export interface Told {
  readonly result: ProcessResult
  readonly report: RunReport
  /** What the application wrote, by platform. */
  readonly logs: Readonly<Record<(typeof platforms)[number], readonly string[]>>
}

/** Verifies the image with flags, expects that nothing is left, and reads what its applications wrote. */
export async function verifyTelling(
  { reference }: PushedImage,
  flags: readonly string[],
  options: ProcessOptions = {},
): Promise<Told> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-settings-'))
  const args = ['verify', reference, '--json', '--output', folder.path, ...flags]
  const result = await runEveryarch(args, options)
  expect(await findLeftovers(result.pid)).toEqual([])
  const report = parseRunReport(parseStdout(result))
  const read = async (platform: string): Promise<readonly string[]> => {
    const text = await readFile(join(folder.path, platform.replace('/', '-'), 'application.log'), 'utf8').catch(
      () => '',
    )
    return text.split('\n').slice(0, -1)
  }
  const logs = { 'linux/amd64': await read('linux/amd64'), 'linux/arm64': await read('linux/arm64') }
  return { result, report, logs }
}

/** What a script writes that must end well on both platforms, and in the same way. */
export async function tell(
  image: PushedImage,
  script: string,
  ...flags: readonly string[]
): Promise<readonly string[]> {
  const { result, report, logs } = await verifyTelling(image, ['--expect', 'exit:0', ...flags, '--', script])
  expect(result.exitCode, JSON.stringify({ ...report, stderr: result.stderr, logs }, undefined, 1)).toBe(0)
  expect(report.platforms.map(({ uname }) => uname)).toEqual(['x86_64', 'aarch64'])
  expect(logs['linux/arm64']).toEqual(logs['linux/amd64'])
  return logs['linux/amd64']
}
