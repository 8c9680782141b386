import { expand, type PlacedInstruction } from './dockerfile-variables.ts'

/** A TCP port that the image says it listens on. */
export interface ExposedPort {
  readonly port: number
  readonly line: number
}

export interface ExposedPorts {
  /** Each once. */
  readonly ports: readonly ExposedPort[]
  /** Lines of EXPOSE that could not be understood. */
  readonly unknown: readonly { readonly line: number; readonly text: string }[]
}

const mostPorts = 100

/** The TCP ports of EXPOSE. https://docs.docker.com/reference/dockerfile/#expose */
export function listPorts(instructions: readonly PlacedInstruction[]): ExposedPorts {
  const ports = new Map<number, ExposedPort>()
  const unknown: { line: number; text: string }[] = []
  for (const { instruction, variables } of instructions) {
    if (instruction.keyword !== 'EXPOSE') continue
    const line = instruction.lines[0]?.number ?? 1
    const read = expand(instruction.text, variables)?.trim().split(/\s+/).map(readPorts) ?? [undefined]
    if (read.includes(undefined)) unknown.push({ line, text: instruction.text.replaceAll(/\s+/g, ' ') })
    else for (const port of read.flatMap((some) => some ?? [])) ports.set(port, { port, line })
  }
  return { ports: [...ports.values()], unknown }
}

/** `80`, `80/tcp`, `8000-8003`; none of another protocol. Undefined for what is no port. */
function readPorts(word: string): readonly number[] | undefined {
  const [, first, last, protocol] = /^["']?(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?["']?$/.exec(word) ?? []
  if (first === undefined) return undefined
  const [from, to] = [Number(first), Number(last ?? first)]
  if (from < 1 || to > 65_535 || to < from || to - from >= mostPorts) return undefined
  if (protocol !== undefined && protocol.toLowerCase() !== 'tcp') return []
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
