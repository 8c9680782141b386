import type { FindingCode } from '../../../src/report/finding-codes.ts'
import type { ExitCode, Verdict } from '../../../src/report/report.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'

/** An image, how the tool is asked about it, and what it must say. */
export interface AcceptanceRow {
  readonly title: string
  readonly make: (registry: ImageRegistry) => Promise<PushedImage>
  /** Flags beside the reference. */
  readonly flags?: readonly string[]
  readonly exitCode: ExitCode
  /** Each must be among the findings, of the index or of a platform. */
  readonly codes?: readonly FindingCode[]
  /** None may be. */
  readonly never?: readonly FindingCode[]
  /** By normalised name: of platforms whose verdict is not the one the exit code stands for. */
  readonly verdicts?: Readonly<Record<string, Verdict>>
  /** How many are counted, and are no platforms. */
  readonly attestations?: number
}
