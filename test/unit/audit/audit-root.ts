import { auditRootFs, type RootFsAuditInput } from '../../../src/audit/rootfs-audit.ts'
import { parseImageConfig } from '../../../src/oci/image-config.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import type { Finding } from '../../../src/report/finding.ts'
import { makeRoot, type FileDraft } from './root.ts'

export interface ImageDraft extends Partial<Pick<RootFsAuditInput, 'allow' | 'isaCeiling'>> {
  /** @default 'linux/arm64' */
  readonly platform?: string
  /** The config's `config` object. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly files: Readonly<Record<string, FileDraft>>
}

/** What the audit says of an image of these files. */
export function audit({ platform = 'linux/arm64', config = {}, files, ...rest }: ImageDraft): readonly Finding[] {
  return auditRootFs({
    platform: parsePlatform(platform),
    config: parseImageConfig({ config }),
    rootfs: makeRoot(files),
    ...rest,
  })
}

/** Code and severity of each finding: `rootfs/foreign-binary error`. */
export function summary(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, severity }) => `${code} ${severity}`)
}
