import { posix } from 'node:path'
import type { FileEntry } from '../image/rootfs.ts'
import { parseEnvCommand } from './entrypoint-env.ts'

/**
 * What a program that was found probably starts next: an init's or a shell's command, or the arguments of a start
 * script, which ends in `exec "$@"` as a rule. It is a guess, and only what is found to be foreign there is told.
 */
export function likelyCommand(command: readonly string[], entry: FileEntry): readonly string[] | undefined {
  const [program = '', ...args] = command
  const name = posix.basename(program)
  if (shells.has(name)) return readShell(args)
  if (name === 'busybox' && shells.has(args[0] ?? '')) return readShell(args.slice(1))
  if (name === 'env') return parseEnvCommand(args)?.command
  const wrapper = wrappers.get(name)
  if (wrapper !== undefined) return readWrapper(args, wrapper)
  if (entry.content?.kind === 'script' && args[0] !== undefined && !args[0].startsWith('-')) return args
  return undefined
}

const shells: ReadonlySet<string> = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'zsh'])

interface Wrapper {
  /** Options that take the next word. */
  readonly valued: string
  /** Words before the command that are no options. */
  readonly skipped: number
}

/** Programs that only start another. */
const wrappers: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries({
    tini: { valued: '-p -e', skipped: 0 },
    'tini-static': { valued: '-p -e', skipped: 0 },
    'docker-init': { valued: '-p -e', skipped: 0 },
    'dumb-init': { valued: '-r --rewrite', skipped: 0 },
    catatonit: { valued: '', skipped: 0 },
    gosu: { valued: '', skipped: 1 },
    'su-exec': { valued: '', skipped: 1 },
  }),
)

function readWrapper(args: readonly string[], { valued, skipped }: Wrapper): readonly string[] | undefined {
  const options = new Set(valued.split(' '))
  let at = 0
  for (let word = args[at]; word !== undefined && word.startsWith('-'); word = args[at]) {
    at += options.has(word) ? 2 : 1
    if (word === '--') break
  }
  const command = args.slice(at + skipped)
  return command.length === 0 ? undefined : command
}

/** The command of `-c`, if there is one. */
function readShell(args: readonly string[]): readonly string[] | undefined {
  const at = args.findIndex((word) => /^-[a-z]*c$/.test(word))
  const script = at < 0 ? undefined : args[at + 1]
  // `-o pipefail` stands before it; a script's own name does not.
  if (script === undefined || args.slice(0, at).some((word) => !word.startsWith('-') && word !== 'pipefail'))
    return undefined
  const word = firstWord(script)
  return word === undefined ? undefined : [word]
}

/** The program a script begins with; undefined where a variable, a quote or the like decides. */
export function firstWord(script: string): string | undefined {
  const words = script
    .slice(0, 4096)
    .trim()
    .split(/[ \t\n;&|]+/, 32)
  const word = words.find((candidate) => candidate !== 'exec' && !/^[A-Za-z_]\w*=[\w./:@-]*$/.test(candidate))
  return word !== undefined && /^[\w./+@-]+$/.test(word) && !builtins.has(word) ? word : undefined
}

const builtins: ReadonlySet<string> = new Set(
  'if then else elif fi for while until do done case esac function . : cd echo eval exit export printf read set shift source test trap true false ulimit umask unset wait'.split(
    ' ',
  ),
)
