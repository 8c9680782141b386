import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker, removeImages } from '../../support/engine.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { temporaryFile } from '../../support/temporary-file.ts'
import { pushTellingImage, verifyTelling } from './telling-image.ts'

let image: PushedImage

beforeAll(async () => {
  image = await pushTellingImage()
})
afterAll(() => removeImages(image.repository))

describe('a request that cannot be met ends with 2, says why, and starts nothing', () => {
  it.each<[string, readonly string[], RegExp]>([
    [
      'files and a network that are not there, all at once',
      ['-v', '/there/is/none:/x', '--mount', 'type=bind,src=/nor/here,dst=/y', '--network', 'bridg'],
      /3 settings are wrong[^]*no file or folder "\/there\/is\/none" here[^]*"\/nor\/here"[^]*did you mean bridge\?/,
    ],
    ['nothing can ask', ['--network', 'none', '--http', '8080'], /--network none and --http contradict each other/],
    ['no such option', ['--tmpfs', 'run'], /--tmpfs: "run" is not an absolute path in the container/],
    ['no such flag', ['--cap-ad', 'ALL'], /there is no flag --cap-ad\n +hint: did you mean --cap-add\?/],
  ])('%s', async (_, flags, message) => {
    const { result } = await verifyTelling(image, flags)
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toMatch(message)
    expect((await docker('image', 'ls', '--quiet', image.repository)).stdout).toBe('')
  })

  it.each<[string, readonly string[], RegExp]>([
    ['a user the image does not know', ['--user', 'nobody9'], /the image does not know --user nobody9/],
    ['a folder that is a file', ['--workdir', '/etc/passwd'], /--workdir \/etc\/passwd cannot be entered/],
    ['an entrypoint that is not there', ['--entrypoint', '/bin/nope'], /the image has no \/bin\/nope/],
  ])('%s, which is not the fault of the image', async (_, flags, message) => {
    const { result, report } = await verifyTelling(image, flags)
    expect(result.exitCode, result.stderr).toBe(2)
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
    expect(report.errors.map((error) => error.message).join('\n')).toMatch(message)
  })
})

describe('single platforms', () => {
  it('are run as the configuration says of them', async () => {
    const config = {
      env: { LEVEL: 'info', NAME: 'app' },
      command: ['echo "$LEVEL $NAME"; id -u; pwd'],
      perPlatform: {
        'linux/aarch64': {
          env: { LEVEL: 'debug' },
          user: '4242:0',
          workdir: '/data',
          expect: 'exit:7',
          command: ['echo "$LEVEL $NAME"; id -u; pwd; exit 7'],
        },
      },
    }
    await using file = await temporaryFile('everyarch.config.json', JSON.stringify(config))
    const { result, logs } = await verifyTelling(image, ['--config', file.path])
    expect(result.exitCode, result.stderr).toBe(0)
    expect(logs).toEqual({
      'linux/amd64': ['info app', '1000', '/srv'],
      'linux/arm64': ['debug app', '4242', '/data'],
    })
  })
})
