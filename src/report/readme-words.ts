/** What the table of a README can say of a platform. The first three change only when the image does. */
export const readmeColumns = ['platform', 'status', 'how', 'uname', 'proven', 'digest', 'size', 'start'] as const
/** What a column of that table says. */
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
/** The names of the words in that table. */
export type ReadmeWord = keyof typeof usualReadmeWords
/** The words of that table, by their names; all of them are Markdown. */
export type ReadmeWords = Readonly<Record<ReadmeWord, string>>

/** What the table of a README says. */
export interface ReadmeTableOptions {
  /** In this order. @default platform, status and how it was verified */
  readonly columns?: readonly ReadmeColumn[]
  /** Those that are not the usual ones. */
  readonly words?: Partial<ReadmeWords>
}
