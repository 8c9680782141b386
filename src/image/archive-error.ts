import { HarnessError } from '../errors.ts'
import { LayerFault } from './layer-fault.ts'

/** What kept a folder or file from being read, as an error of the run; what is none of the system's passes unchanged. */
export function archiveError(path: string, thrown: unknown): unknown {
  if (thrown instanceof LayerFault) {
    const code = thrown.code === 'rootfs/limit-exceeded' ? 'limit-exceeded' : 'content-invalid'
    return new HarnessError(code, `${path}: ${thrown.message}`, { cause: thrown, hint: 'write the archive again' })
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new HarnessError('interrupted', 'interrupted', { cause: thrown })
  }
  const code = systemCode(thrown)
  if (code === undefined) return thrown
  const reason = reasons[code] ?? `cannot be read (${code})`
  return new HarnessError('image-not-found', `${path} ${reason}`, { cause: thrown, hint: 'check the path' })
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
}

function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown instanceof HarnessError) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}
