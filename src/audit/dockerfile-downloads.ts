import { causeAt, type DockerfileCause } from './dockerfile-cause.ts'
import type { Instruction, SourceLine } from './dockerfile-instructions.ts'
import type { Stage } from './dockerfile-stages.ts'
import { listArchitectures } from './dockerfile-words.ts'

const archive = /\.(?:tar|tgz|txz|tbz2?|t?[gx]z|bz2|zst|zip|deb|rpm|apk|whl|jar|bin|run|sh|AppImage)\b/
const fetches = /\b(?:curl|wget|aria2c|fetch|http|gh)\b/
const assignment =
  /(?<![\w$])((?:GO|TARGET|BUILD)?ARCH|GOARCH|PLATFORM|TARGETPLATFORM|CARGO_BUILD_TARGET|npm_config_arch)=["']?([\w/.-]+)/g

/** Downloads and settings that name one architecture, where nothing of the instruction names another. */
export function findDownloads({ instructions }: Stage): readonly DockerfileCause[] {
  return instructions.flatMap((instruction) => {
    const { lines, text } = instruction
    // Where several are named, it chooses between them.
    if (listArchitectures(text).length !== 1) return []
    return lines.flatMap((line) => describe(instruction, line)).slice(0, 3)
  })
}

function describe(instruction: Instruction, line: SourceLine): readonly DockerfileCause[] {
  const set = [...line.text.matchAll(assignment)].find(([, , value = '']) => listArchitectures(value).length > 0)
  if (set?.[1] !== undefined && ['ARG', 'ENV', 'RUN'].includes(instruction.keyword)) {
    return causeAt('download', line, `${set[1]} is ${set[2] ?? ''} for every platform: use TARGETARCH`)
  }
  const token = line.text
    .split(/[\s"'=]+/)
    .find((word) => listArchitectures(word).length > 0 && isDownload(word, instruction))
  if (token === undefined) return []
  const [architecture = ''] = listArchitectures(token)
  return causeAt(
    'download',
    line,
    `this downloads files of ${architecture} for every platform: put TARGETARCH into the address`,
  )
}

function isDownload(word: string, { keyword, text }: Instruction): boolean {
  if (/^[a-z]+:\/\//i.test(word)) return ['ADD', 'RUN', 'ARG', 'ENV'].includes(keyword)
  return keyword === 'RUN' && fetches.test(text) && (word.includes('/') || archive.test(word))
}
