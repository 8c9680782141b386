import { causeAt, type DockerfileCause } from './dockerfile-cause.ts'
import type { Instruction } from './dockerfile-instructions.ts'
import { findStage, lineage, type Stage } from './dockerfile-stages.ts'

/** Folders of packages that hold machine code of where they were installed. */
const packageFolder = /(?:^|\/)(?:node_modules|\.?venv|virtualenv|site-packages|dist-packages|vendor\/bundle)(?:\/|$)/
const installs =
  /\b(?:npm (?:ci|i|install)|yarn(?: install)?\b|pnpm (?:i|install)|bun install|pip3? install|uv (?:sync|pip)|poetry install|python3? -m venv|virtualenv|bundle install)/
const compiles =
  /\b(?:go (?:build|install)|cargo (?:build|install)|rustc|gcc|g\+\+|clang|cc|make|cmake|ninja|meson|dotnet (?:publish|build)|zig build|native-image|swift build)\b/

/** What bundlers write is the same for every platform. */
const bundle = /(?:^|\/)(?:dist|build|public|static|out|html|www|assets|\.next)\/?$|\.\w{1,5}$/

/** Copies into what is shipped of files that were made for the machine that builds. */
export function findCopies(shipped: readonly Stage[], stages: readonly Stage[]): readonly DockerfileCause[] {
  return shipped.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      if (instruction.keyword !== 'COPY') return []
      const name = instruction.flags.find(([flag]) => flag === 'from')?.[1]
      if (name === undefined) return describeContext(instruction)
      const source = findStage(stages, name)
      return source === undefined || source.kind === 'target' ? [] : describeSource(instruction, source)
    }),
  )
}

function describeContext({ text, lines }: Instruction): readonly DockerfileCause[] {
  const folder = listSources(text).find((path) => packageFolder.test(path))
  if (folder === undefined) return []
  return causeAt('copy', lines[0], `${folder} is copied as it is on the machine that builds: install it in the image`)
}

function describeSource({ text, lines }: Instruction, source: Stage): readonly DockerfileCause[] {
  const commands = lineage(source).flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'RUN'),
  )
  const whose = source.kind === 'builder' ? "the builder's platform" : (source.platform ?? 'one platform')
  const folder = listSources(text).find((path) => packageFolder.test(path))
  const line = lines[0]
  if (folder !== undefined) {
    return causeAt('copy', line, `${folder} was installed in stage ${source.name}, which is of ${whose}`)
  }
  const isBundle = listSources(text).every((path) => bundle.test(path))
  const installing = isBundle ? undefined : commands.find((command) => installs.test(command.text))
  if (installing !== undefined) {
    const why = `stage ${source.name} is of ${whose} and installs packages (line ${installing.lines[0]?.number ?? 0}), which are copied here`
    return causeAt('copy', line, why)
  }
  const compiling = commands.find((command) => compiles.test(command.text))
  const asksForTarget = lineage(source).some(({ instructions }) =>
    instructions.some(({ keyword, text: said }) => keyword !== 'ARG' && /TARGET(?:PLATFORM|ARCH)|\bxx-/.test(said)),
  )
  if (compiling === undefined || asksForTarget) return []
  const why = `stage ${source.name} is of ${whose}, and what it compiles (line ${compiling.lines[0]?.number ?? 0}) is never told TARGETARCH`
  return causeAt('cross', line, why)
}

/** All words but the last, which is where they go. https://docs.docker.com/reference/dockerfile/#copy */
function listSources(text: string): readonly string[] {
  const words = text.startsWith('[') ? [...text.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word) : text.split(/\s+/)
  return words.slice(0, -1)
}
