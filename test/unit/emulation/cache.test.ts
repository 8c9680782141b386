import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { detectExecution } from '../../../src/emulation/detect.ts'
import type { EngineInfo } from '../../../src/engine/engine.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { type BinfmtFolder, binfmtFolder, handlerText } from './binfmt-folder.ts'
import { recordedEngine, type Recording } from './recorded-engine.ts'

const emulated: Recording = { lines: ['probe aarch64', 'qemu-aarch64 version 7.2.22'] }
const refused: Recording = { refused: 'exec format error' }

let folder: string
let binfmt: BinfmtFolder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'everyarch-cache-'))
  binfmt = binfmtFolder({ 'qemu-aarch64': handlerText('aarch64') })
  writeFileSync(join(folder, 'boot_id'), 'first boot\n')
})

afterEach(() => {
  binfmt[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

const cacheDir = (): string => join(folder, 'cache', 'execution')

/** Detects arm64 on a local engine; says what was found and whether a container was needed. */
async function detect(recording: Recording = emulated, info: Partial<EngineInfo> = {}, platform = 'linux/arm64') {
  const engine = recordedEngine({ isLocal: true, ...info }, () => recording)
  const executions = await detectExecution(engine, [parsePlatform(platform)], {
    labels: {},
    cacheDir: cacheDir(),
    binfmtDir: binfmt.path,
    bootIdFile: join(folder, 'boot_id'),
  })
  return { kind: executions.get(platform)?.kind, containers: engine.requests.length, executions }
}

function cacheFile(): string {
  const [name] = readdirSync(cacheDir())
  return join(cacheDir(), name ?? 'absent')
}

describe('what was found on an engine', () => {
  it('is remembered, word for word', async () => {
    const first = await detect()
    const second = await detect()
    expect([first.containers, second.containers]).toStrictEqual([1, 0])
    expect(second.executions).toStrictEqual(first.executions)
  })

  it('is remembered when there is no handler, until there is one', async () => {
    await detect(refused, {}, 'linux/s390x')
    expect(await detect(refused, {}, 'linux/s390x')).toMatchObject({ kind: 'unavailable', containers: 0 })
    binfmt.put('qemu-s390x', handlerText('s390x'))
    const found: Recording = { lines: ['probe s390x', 'qemu-s390x version 7.2.22'] }
    expect(await detect(found, {}, 'linux/s390x')).toMatchObject({ kind: 'emulated', containers: 1 })
  })

  it('is not remembered when the known-good program failed', async () => {
    await detect({ lines: [], exitCode: 139 })
    expect(await detect()).toMatchObject({ kind: 'emulated', containers: 1 })
  })

  it('is remembered beside what is found later', async () => {
    await detect()
    await detect({ lines: ['probe x86_64'] }, {}, 'linux/amd64')
    expect((await detect()).containers).toBe(0)
    expect((await detect(refused, {}, 'linux/amd64')).kind).toBe('native')
  })

  it.each<[string, () => void]>([
    ['the machine was booted', () => writeFileSync(join(folder, 'boot_id'), 'second boot\n')],
    ['a handler changed its flags', () => binfmt.put('qemu-aarch64', handlerText('aarch64', { flags: 'POCF' }))],
    ['a handler was disabled', () => binfmt.put('qemu-aarch64', handlerText('aarch64', { state: 'disabled' }))],
    ['the file is of another program', () => writeFileSync(cacheFile(), '{"key":"another","executions":{}}')],
    ['the file is cut', () => writeFileSync(cacheFile(), readFileSync(cacheFile()).subarray(0, 80))],
    ['the file is empty', () => writeFileSync(cacheFile(), '')],
    ['the file is huge', () => writeFileSync(cacheFile(), Buffer.alloc(128 * 1024, ' '))],
    [
      'the file holds another kind of answer',
      () => writeFileSync(cacheFile(), readFileSync(cacheFile(), 'utf8').replace('"emulated"', '"sideways"')),
    ],
  ])('is forgotten when %s', async (_what, change) => {
    await detect()
    change()
    expect(await detect()).toMatchObject({ kind: 'emulated', containers: 1 })
    expect((await detect()).containers).toBe(0)
  })

  it('is forgotten when the emulator was replaced at the same path', async () => {
    const interpreter = join(folder, 'qemu-aarch64')
    writeFileSync(interpreter, 'old')
    binfmt.put('qemu-aarch64', handlerText('aarch64', { interpreter }))
    await detect()
    writeFileSync(interpreter, 'newer')
    expect((await detect()).containers).toBe(1)
  })

  it.each<[string, Partial<EngineInfo>]>([
    ['another engine', { id: 'another' }],
    ['another version', { version: '29.0.0' }],
    ['another kernel', { kernelVersion: '6.13.0' }],
    ['another socket', { endpoint: 'unix:///run/other.sock' }],
  ])('is not taken for %s', async (_what, info) => {
    await detect()
    expect((await detect(emulated, info)).containers).toBe(1)
  })

  it('is asked again every time on an engine elsewhere', async () => {
    await detect(emulated, { isLocal: false })
    expect((await detect(emulated, { isLocal: false })).containers).toBe(1)
    expect(readdirSync(folder)).not.toContain('cache')
  })

  it('is asked again every time where the handlers cannot be read', async () => {
    rmSync(join(binfmt.path, 'status'))
    await detect()
    expect((await detect()).containers).toBe(1)
  })

  it('is returned although the cache cannot be written', async () => {
    writeFileSync(join(folder, 'cache'), 'a file where the folder should be')
    expect(await detect()).toMatchObject({ kind: 'emulated', containers: 1 })
  })

  it('leaves one file for each engine, and nothing beside it', async () => {
    await Promise.all([detect(), detect(), detect(emulated, { id: 'another' })])
    expect(readdirSync(cacheDir())).toHaveLength(2)
    expect(readdirSync(cacheDir()).every((name) => name.endsWith('.json'))).toBe(true)
  })
})
