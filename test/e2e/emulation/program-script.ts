import { answerHttp } from '../../../src/elf/http-program.ts'
import { writeProbe, writeProgram } from '../../../src/elf/probe.ts'
import type { Program } from '../../../src/elf/program.ts'
import * as programs from '../../../src/elf/programs.ts'
import type { TarFile } from '../../../src/engine/tar.ts'

/** Those that end by themselves. */
const ending: Readonly<Record<string, Program>> = {
  exit: programs.exitWith(7),
  null: programs.loadNull(),
  undefined: programs.executeUndefined(),
  abort: programs.abort(),
  print: programs.print({ stdout: 'to stdout\n', stderr: 'to stderr\n', exitCode: 3 }),
  user: programs.exitWithUser(),
}

const firstPort = 8100

/** Every program of these architectures, and a script that runs them all. */
export function programFiles(architectures: readonly string[]): readonly TarFile[] {
  const files = architectures.flatMap((architecture, index) => {
    const platform = { os: 'linux', architecture }
    const all = {
      ...ending,
      loop: programs.loopForever(),
      sleep: programs.sleepForever(),
      http: answerHttp({ port: firstPort + index, body: `hello from ${architecture}` }),
    }
    const written = Object.entries(all).map(([name, program]) => [name, writeProgram(platform, program)] as const)
    return [...written, ['probe', writeProbe(platform)] as const].map(([name, bytes]) => ({
      path: `/programs/${architecture}/${name}`,
      bytes,
      mode: 0o755,
    }))
  })
  return [...files, { path: '/run.sh', bytes: new TextEncoder().encode(script(architectures)), mode: 0o644 }]
}

/** What each program printed and how it ended, by `architecture program`. */
export function readScript(lines: readonly string[]): ReadonlyMap<string, string> {
  const sections = lines.join('\n').split(/^== /m).slice(1)
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n')
      return [section.slice(0, end), section.slice(end + 1).trim()]
    }),
  )
}

function script(architectures: readonly string[]): string {
  const steps = architectures.flatMap((architecture, index) => {
    const program = (name: string): string => `/programs/${architecture}/${name}`
    return [
      ...[...Object.keys(ending), 'probe', 'probe uname'].flatMap((name) => [
        `echo "== ${architecture} ${name}"; ${program(name)} 2>&1; echo "exit $?"`,
      ]),
      `${program('loop')} & loop=$!; ${program('sleep')} & sleep=$!; ${program('http')} & http=$!`,
      `echo "== ${architecture} http"`,
      `for try in $(seq 100); do wget -q -O - http://127.0.0.1:${firstPort + index}/ 2>/dev/null && break; sleep 0.1; done`,
      `echo; ${program('http')}; echo "exit $?"`,
      `echo "== ${architecture} alive"; kill -0 $loop && echo loop; kill -0 $sleep && echo sleep`,
      `kill -9 $loop $sleep $http; wait`,
    ]
  })
  return ['exec 2>&1', ...steps, ''].join('\n')
}
