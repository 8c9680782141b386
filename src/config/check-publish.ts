import { HarnessError } from '../errors.ts'
import type { ResolvedConfig } from './resolved-config.ts'

/** What `everyarch publish` needs. @throws HarnessError `usage-invalid` */
export function checkPublish({ reportFiles, tags }: ResolvedConfig): void {
  const example = 'everyarch publish report.json --tag ghcr.io/acme/app:1.4'
  if (reportFiles.length !== 1) {
    throw new HarnessError('usage-invalid', `everyarch publish takes one report, and was given ${reportFiles.length}`, {
      hint: reportFiles.length === 0 ? `write ${example}` : 'merge them first: everyarch report FILE… --json',
    })
  }
  if (tags.length > 0) return
  throw new HarnessError('usage-invalid', 'everyarch publish needs a tag', { hint: `write ${example}` })
}

/** What `everyarch verify --publish` needs. @throws HarnessError `usage-invalid` */
export function checkPublishing({ publishes, isDryRun, tags, images, build }: ResolvedConfig): void {
  if (!publishes) {
    if (!isDryRun) return
    throw new HarnessError('usage-invalid', '--dry-run needs --publish', {
      hint: 'add --publish and --tag to hear what would be published; verify alone changes no registry',
    })
  }
  if (tags.length === 0 && build?.source.kind !== 'bake') {
    throw new HarnessError('usage-invalid', '--publish needs a tag', {
      hint: 'name what is to point at the image: --tag ghcr.io/acme/app:1.4',
    })
  }
  if (images.length > 1) {
    throw new HarnessError('usage-invalid', '--publish is for one image', {
      hint: 'a tag points at one image: verify and publish each by itself',
    })
  }
}
