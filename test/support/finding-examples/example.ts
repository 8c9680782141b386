import type { UserConfig } from '../../../src/config/user-config.ts'
import type { FindingCode } from '../../../src/report/finding-codes.ts'
import type { AcceptanceRow } from '../acceptance/row.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'

/** An image that has a finding, and the command that says so. */
export interface FindingExample {
  readonly code: FindingCode
  readonly command: 'inspect' | 'verify'
  readonly ask: (registry: ImageRegistry) => Promise<Question>
}

/** What is asked of a command. */
export interface Question {
  /** Operands and flags. */
  readonly args: readonly string[]
  /** What readers are to see instead of names that no two runs share. */
  readonly names: Readonly<Record<string, string>>
  /** What the configuration file says. */
  readonly config?: UserConfig
  /** Variables of the environment. */
  readonly variables?: Readonly<Record<string, string>>
  /** Removes what was made to ask it. */
  readonly release?: () => Promise<void>
}

/** How every image is called where readers see it. */
export const shownRepository = 'registry.example/app'

/** Asks about one image, with these flags. */
export function about({ reference, repository }: PushedImage, ...flags: readonly string[]): Question {
  const path = repository.slice(repository.indexOf('/') + 1)
  const names = { [reference]: `${shownRepository}:1`, [repository]: shownRepository, [path]: 'app' }
  return { args: [reference, ...flags], names }
}

/** An example of an image that a function makes. */
export function example(
  code: FindingCode,
  make: (registry: ImageRegistry) => Promise<PushedImage>,
  ...flags: readonly string[]
): FindingExample {
  return { code, command: 'inspect', ask: async (registry) => about(await make(registry), ...flags) }
}

/** The example that a row of the acceptance table is, each by its title. */
export function exampleOf(code: FindingCode, rows: readonly AcceptanceRow[], title: string): FindingExample {
  const row = rows.find((one) => one.title === title)
  if (row?.codes?.includes(code) !== true) throw new Error(`there is no row '${title}' with ${code}`)
  return example(code, row.make, ...(row.flags ?? []))
}
