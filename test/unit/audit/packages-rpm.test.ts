import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { readPackages } from '../../../src/audit/packages-database.ts'
import { database, makeRoot } from './root.ts'

interface RpmDraft {
  readonly name: string
  readonly version: string
  readonly release: string
  readonly architecture: string
  readonly epoch?: number
  /** Of its other data. */
  readonly paddingBytes?: number
}

/** A header as rpm stores it: a list of files before what is asked for, as long as the test wants it. */
function rpmHeader({ name, version, release, architecture, epoch, paddingBytes = 0 }: RpmDraft): Buffer {
  const texts = [
    [1000, name],
    [1001, version],
    [1002, release],
    [1022, architecture],
  ] as const
  const data: Buffer[] = [Buffer.alloc(paddingBytes + (4 - (paddingBytes % 4)), 'f')]
  const entries: (readonly [tag: number, type: number, offset: number])[] = [[1117, 8, 0]]
  const add = (tag: number, type: number, bytes: Buffer): void => {
    entries.push([tag, type, Buffer.concat(data).byteLength])
    data.push(bytes)
  }
  if (epoch !== undefined) add(1003, 4, Buffer.from([0, 0, 0, epoch]))
  for (const [tag, text] of texts) add(tag, 6, Buffer.from(`${text}\0`))
  const store = Buffer.concat(data)
  const head = Buffer.alloc(8 + 16 * entries.length)
  head.writeUInt32BE(entries.length, 0)
  head.writeUInt32BE(store.byteLength, 4)
  for (const [index, entry] of entries.entries()) {
    for (const [place, value] of [...entry, 1].entries()) head.writeUInt32BE(value, 8 + 16 * index + 4 * place)
  }
  return Buffer.concat([head, store])
}

/** A database that SQLite itself wrote. */
function rpmDatabase(blobs: readonly Buffer[], pageBytes = 4096): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-rpm-'))
  try {
    const path = join(folder, 'rpmdb.sqlite')
    const db = new DatabaseSync(path)
    db.exec(`PRAGMA page_size = ${pageBytes}`)
    db.exec("CREATE TABLE 'Name' (key TEXT, hnum INTEGER)")
    db.exec("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
    const insert = db.prepare('INSERT INTO Packages (blob) VALUES (?)')
    db.exec('BEGIN')
    for (const blob of blobs) insert.run(blob)
    db.exec('COMMIT')
    db.close()
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function packagesOf(bytes: Uint8Array) {
  return readPackages(makeRoot({ '/usr/lib/sysimage/rpm/rpmdb.sqlite': database(bytes) })).get('rpm')
}

const many = Array.from({ length: 500 }, (_, at): RpmDraft => ({
  name: `package${at}`,
  version: '1.0',
  release: `${at}.el9`,
  architecture: 'aarch64',
  paddingBytes: (at * at) % 20_000,
}))

describe('the database of rpm', () => {
  it('lists what is installed', () => {
    const blobs = [
      { name: 'openssl', version: '3.0.7', release: '27.el9', architecture: 'aarch64', epoch: 1 },
      { name: 'tzdata', version: '2024a', release: '1.el9', architecture: 'noarch' },
      { name: 'gpg-pubkey', version: 'fd431d51', release: '4ae0493b', architecture: 'noarch' },
    ].map(rpmHeader)
    expect(packagesOf(rpmDatabase(blobs))).toStrictEqual([
      { name: 'openssl', version: '1:3.0.7-27.el9', architecture: 'aarch64' },
      { name: 'tzdata', version: '2024a-1.el9' },
    ])
  })

  it.each([512, 1024, 4096, 65_536])('is read in pages of %i bytes, with rows that overflow them', (pageBytes) => {
    const packages = packagesOf(rpmDatabase(many.map(rpmHeader), pageBytes))
    expect(packages?.map(({ name, version }) => `${name} ${version}`).toSorted()).toStrictEqual(
      many.map(({ name, version, release }) => `${name} ${version}-${release}`).toSorted(),
    )
  })

  it('is read as far as it goes where it is damaged, and always ends', () => {
    const whole = rpmDatabase(many.slice(0, 60).map(rpmHeader), 1024)
    let state = 7
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
    for (let run = 0; run < 300; run++) {
      const damaged = Buffer.from(whole)
      for (let change = 0; change < 20; change++)
        damaged[random(3) === 0 ? random(2000) : random(damaged.byteLength)] = random(256)
      const packages = packagesOf(random(3) === 0 ? damaged.subarray(0, random(damaged.byteLength)) : damaged) ?? []
      expect(packages.length).toBeLessThan(whole.byteLength / 4)
    }
  })
})
