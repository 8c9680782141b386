/** What the table of a README can say of a platform. The first three change only when the image does. */
export const readmeColumns = ['platform', 'status', 'how', 'uname', 'proven', 'digest', 'size', 'start'] as const
export type ReadmeColumn = (typeof readmeColumns)[number]

/** Nothing of these changes while the image stays what it is. */
export const usualReadmeColumns: readonly ReadmeColumn[] = ['platform', 'status', 'how']

/** Every word of the table, by its name; all of them are Markdown. */
export const usualReadmeWords = {
  image: 'Image',
  platform: 'Platform',
  status: 'Status',
  how: 'Verified',
  uname: '`uname -m`',
  proven: 'Proven',
  digest: 'Digest',
  size: 'Size',
  start: 'Start',
  passed: '✅ works',
  failed: '❌ broken',
  inconclusive: '❔ inconclusive',
  unverified: '➖ not verified',
  skipped: '➖ not checked',
  notRun: '➖ not run',
  native: 'natively',
  emulated: 'emulated by {emulator}',
  audited: 'its files alone',
  unavailable: 'cannot be run',
} as const
export type ReadmeWord = keyof typeof usualReadmeWords
export type ReadmeWords = Readonly<Record<ReadmeWord, string>>

export interface ReadmeTableOptions {
  /** @default usualReadmeColumns */
  readonly columns?: readonly ReadmeColumn[]
  /** Those that are not the usual ones. */
  readonly words?: Partial<ReadmeWords>
}
