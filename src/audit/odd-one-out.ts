/** Where a platform is named: by the index, by the image's config, and by the machine code of its files. */
export interface PlatformWitnesses {
  readonly index: string
  readonly config: string
  /** Absent where the files were not read, or hold no machine code that tells. */
  readonly files?: string
}

/** The one of three that the two others contradict; nothing where all agree or none do. */
export function oddOneOut({ index, config, files }: PlatformWitnesses): keyof PlatformWitnesses | undefined {
  if (files === undefined) return undefined
  if (index === config) return files === index ? undefined : 'files'
  if (files === index) return 'config'
  return files === config ? 'index' : undefined
}

/** What each says, and which is wrong, in one sentence without a full stop. */
export function describeOddOneOut(witnesses: PlatformWitnesses): string {
  const { index, config, files } = witnesses
  if (files === undefined) return `the index says ${index}, the config ${config}`
  const said = `the index says ${index}, the config ${config}, the files are ${files}`
  switch (oddOneOut(witnesses)) {
    case 'index':
      return `${said}: the index is the odd one, list the image as ${config}`
    case 'config':
      return `${said}: the config is the odd one, build it with --platform ${index}`
    case 'files':
      return `${said}: the files are the odd ones`
    case undefined:
      return index === config ? `${said}: all agree` : `${said}: no two agree`
  }
}
