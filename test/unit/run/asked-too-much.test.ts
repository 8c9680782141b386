import { describe, expect, it } from 'vitest'
import { explainAskedTooMuch } from '../../../src/run/asked-too-much.ts'
import type { ContainerSettings } from '../../../src/run/container-settings.ts'
import { observation } from './observations.ts'

type Application = Partial<ContainerSettings['application']>

// As engines said it.
const noUser = 'unable to find user nobody9: no matching entries in passwd file'
const noFolder =
  'OCI runtime create failed: runc create failed: unable to start container process: chdir to cwd ("/x") set in config.json failed: permission denied: unknown'
const noFolderInPodman = 'workdir "/etc/passwd" exists on container aa46c0bbc2f7, but is not a directory'
const noProgram = 'failed to create task: exec: "/bin/nope": stat /bin/nope: no such file or directory: unknown'
const notInPath = 'exec: "nope": executable file not found in $PATH'
const foreign = 'exec /bin/app: exec format error'

function explain(message: string, application: Application, entrypoint?: readonly string[]): string | undefined {
  const settings = { application: { labels: {}, ...application } }
  const { config } = observation({ outcome: { kind: 'well', how: 'it stayed up' } }).target
  const of = {
    config: { ...config, config: { ...config.config, ...(entrypoint === undefined ? {} : { entrypoint }) } },
  }
  return explainAskedTooMuch({ message }, settings, of)?.message
}

describe('a container that is refused', () => {
  it.each<[string, string, Application]>([
    ['the image does not know --user nobody9', noUser, { user: 'nobody9' }],
    ['--workdir /x cannot be entered', noFolder, { workingDir: '/x' }],
    ['--workdir /etc/passwd cannot be entered', noFolderInPodman, { workingDir: '/etc/passwd' }],
    ['the image has no /bin/nope', noProgram, { entrypoint: ['/bin/nope', '-v'] }],
    ['the image has no nope', notInPath, { command: ['nope'] }],
  ])('is a wrong request: %s', (said, message, application) => {
    expect(explain(message, application)).toBe(`${said}: ${message}`)
  })

  it.each<[string, string, Application]>([
    ['whose own user is unknown', noUser, {}],
    ['whose own folder cannot be entered', noFolder, { user: '1000' }],
    ['whose own entrypoint is missing', noProgram, { user: '0', env: { A: '1' } }],
    ['whose program is of another architecture', foreign, { entrypoint: ['/bin/app'] }],
  ])('is a finding about the image %s', (_, message, application) => {
    expect(explain(message, application, ['/bin/nope'])).toBeUndefined()
  })

  it('is a finding where the command is but an argument', () => {
    expect(explain(noProgram, { command: ['nope'] }, ['/bin/nope'])).toBeUndefined()
  })
})
