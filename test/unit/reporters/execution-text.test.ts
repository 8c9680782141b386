import { expect, it } from 'vitest'
import { formatExecution } from '../../../reporters/execution-text.ts'
import type { ExecutionReport } from '../../../src/report/report.ts'

const emulator = { name: 'qemu-arm', version: '7.2.22' }

it.each<readonly [ExecutionReport, string]>([
  [{ kind: 'native', proof: '', engine: 'default', engineVersion: 'Docker 28.5.2' }, 'native'],
  [{ kind: 'native', proof: '', engine: 'default', engineVersion: 'Podman 4.3.1' }, 'native on Podman 4.3.1'],
  [{ kind: 'native', proof: '', engine: 'pi', engineVersion: 'Podman 4.3.1' }, 'native on pi'],
  [
    { kind: 'emulated', emulator, proof: '', engineVersion: 'Podman 4.3.1' },
    'emulated by qemu-arm 7.2.22 on Podman 4.3.1',
  ],
  [{ kind: 'emulated', emulator, proof: '' }, 'emulated by qemu-arm 7.2.22'],
  [{ kind: 'unavailable', reason: 'no handler' }, 'cannot be run here'],
  [{ kind: 'none' }, ''],
])('%j is told as %j', (execution, text) => {
  expect(formatExecution(execution)).toBe(text)
})
