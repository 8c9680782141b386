import { open } from 'node:fs/promises'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

const maxFileBytes = 4 * 1024 * 1024

/**
 * The certificates of each file that `--http` or `--expect` names.
 * @throws HarnessError `config-invalid`
 */
export async function readCertificates(config: ResolvedConfig): Promise<ReadonlyMap<string, string>> {
  const settings = [config, ...config.perPlatform.map((own) => own.settings)]
  const trusts = settings.flatMap(({ http = [], expected }) => [...http.map(({ trust }) => trust), expected?.trust])
  const files = new Set(trusts.flatMap((trust) => (trust?.kind === 'authority' ? [trust.file] : [])))
  return new Map(await Promise.all([...files].map(async (file) => [file, await readPem(file)] as const)))
}

async function readPem(path: string): Promise<string> {
  const text = await readStart(path).catch((cause: unknown) => {
    throw new HarnessError('config-invalid', `${quoteText(path)} cannot be read`, {
      hint: 'name a file of certificates: --expect tls:test/ca.pem; or take each: --expect tls:any',
      cause,
    })
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new HarnessError('config-invalid', `${quoteText(path)} holds no certificate`, {
    hint: 'a file of certificates is PEM: -----BEGIN CERTIFICATE-----',
  })
}

async function readStart(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(maxFileBytes), 0, maxFileBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
