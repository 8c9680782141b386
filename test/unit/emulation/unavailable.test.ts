import { describe, expect, it } from 'vitest'
import { type BinfmtHandler, parseBinfmtHandler } from '../../../src/emulation/binfmt.ts'
import {
  explainMissingCredentials,
  explainRefusal,
  explainSystem,
  readRefusal,
} from '../../../src/emulation/unavailable.ts'
import { handlerText, type HandlerFields } from './binfmt-folder.ts'

const platform = { os: 'linux', architecture: 's390x' }

function handlers(fields: HandlerFields): readonly BinfmtHandler[] {
  const handler = parseBinfmtHandler('qemu-s390x', handlerText('s390x', fields))
  return handler === undefined ? [] : [handler]
}

describe('a program the kernel would not start', () => {
  it.each([
    ['exec /everyarch-probe: exec format error', 'exec-format'],
    ['OCI runtime create failed: exec: "/app": Exec format error: unknown', 'exec-format'],
    ['exec /everyarch-probe: no such file or directory', 'not-found'],
    ['permission denied', undefined],
    ['', undefined],
  ])('"%s" is read as %s', (message, refusal) => {
    expect(readRefusal(message)).toBe(refusal)
  })

  it('wants a handler where there is none, and the command names the architecture', () => {
    expect(explainRefusal('exec-format', platform, [])).toStrictEqual({
      kind: 'unavailable',
      code: 'execution/no-handler',
      reason: 'this kernel has no emulator for linux/s390x',
      hint: "install one on the engine's host: docker run --privileged --rm tonistiigi/binfmt --install s390x, or apt-get install qemu-user-static",
    })
  })

  it("is explained without this host's kernel when the engine is elsewhere", () => {
    expect(explainRefusal('exec-format', platform, undefined)).toMatchObject({
      code: 'execution/no-handler',
      reason: "the engine's kernel has no emulator for linux/s390x",
    })
  })

  it('wants its handler enabled', () => {
    const found = explainRefusal('exec-format', platform, handlers({ state: 'disabled' }))
    expect(found).toMatchObject({ code: 'execution/no-handler', reason: expect.stringContaining('is disabled') })
    expect(found.hint).toContain('echo 1 > /proc/sys/fs/binfmt_misc/qemu-s390x')
  })

  it('wants its handler registered again when that lacks flag F', () => {
    const found = explainRefusal('not-found', platform, handlers({ flags: 'P', interpreter: '/usr/bin/qemu-s390x' }))
    expect(found).toMatchObject({
      code: 'execution/handler-not-fixed',
      reason:
        'the handler "qemu-s390x" for linux/s390x lacks flag F, so "/usr/bin/qemu-s390x" would have to be inside the image',
    })
    expect(found.hint).toContain(
      '--uninstall qemu-s390x && docker run --privileged --rm tonistiigi/binfmt --install s390x',
    )
  })

  it('wants a static emulator when that of its handler is not found in spite of flag F', () => {
    const found = explainRefusal('not-found', platform, handlers({ flags: 'F', interpreter: '/usr/bin/qemu-s390x' }))
    expect(found).toMatchObject({
      code: 'execution/control-failed',
      reason: expect.stringContaining('"/usr/bin/qemu-s390x" of the handler "qemu-s390x" is linked with libraries'),
      hint: expect.stringContaining('register a static one'),
    })
  })

  it('lacks flag F on an engine elsewhere, by the words alone', () => {
    expect(explainRefusal('not-found', platform, undefined)).toMatchObject({
      code: 'execution/handler-not-fixed',
      reason: expect.stringContaining('lacks flag F'),
    })
  })

  it('is of another operating system than the engine runs', () => {
    expect(explainSystem({ os: 'windows', architecture: 'amd64', osVersion: '10.0.20348' }, 'linux')).toMatchObject({
      code: 'execution/platform-unsupported',
      reason: 'this engine runs linux containers, not windows ones',
    })
  })
})

describe('a handler without flag C', () => {
  it('is why set-user-ID programs have no effect', () => {
    const [handler] = handlers({ flags: 'PF' })
    if (handler !== undefined) expect(explainMissingCredentials(handler, platform)).toContain('lacks flag C')
    expect(handler).toBeDefined()
  })

  it('is no matter when it has the flag', () => {
    const [handler] = handlers({ flags: 'POCF' })
    if (handler !== undefined) expect(explainMissingCredentials(handler, platform)).toBeUndefined()
    expect(handler).toBeDefined()
  })
})
