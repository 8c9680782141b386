/** Files that break a rule, laid over a project that keeps them all, and what the rule says about them. */
export interface Violation {
  readonly rule: string
  readonly because: string
  readonly files: Readonly<Record<string, string>>
  readonly says: string
}

/** A project that keeps every rule. */
export const soundProject: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'everyarch',
    exports: { '.': { 'everyarch-source': './src/index.ts' }, './package.json': './package.json' },
  }),
  'package-lock.json': JSON.stringify({
    packages: { 'node_modules/thanked': { version: '1.0.0', funding: { url: 'https://example.com/thanks' } } },
  }),
  'src/errors.ts': 'export class HarnessError extends Error {}\n',
  'src/index.ts': "export { digestOf } from './oci/digest.ts'\n",
  'src/oci/digest.ts': 'export const digestOf = (bytes: Uint8Array): number => bytes.length\n',
}

const lines = (count: number): string => 'export {}\n'.repeat(count)

export const violations: readonly Violation[] = [
  {
    rule: 'imports only from the left: errors → oci → … → verbs → cli',
    because: 'oci imports a type from the engine',
    files: {
      'src/oci/pull.ts':
        "import type { Engine } from '../engine/engine.ts'\nexport type Pull = (engine: Engine) => void\n",
      'src/engine/engine.ts': 'export interface Engine {}\n',
    },
    says: 'src/oci/pull.ts:1 imports ../engine/engine.ts: oci sees only errors. Move what both need to the left of oci',
  },
  {
    rule: 'imports only from the left: errors → oci → … → verbs → cli',
    because: 'the harness, which lives in workers, imports what started them',
    files: { 'src/harness/a.ts': "import '../plan/b.ts'\n", 'src/plan/b.ts': 'export {}\n' },
    says: 'harness sees only errors, oci, elf, report, engine, emulation',
  },
  {
    rule: 'imports only from the left: errors → oci → … → verbs → cli',
    because: 'a verb imports a reporter',
    files: { 'src/verbs/a.ts': "await import('../../reporters/json.ts')\n", 'reporters/json.ts': 'export {}\n' },
    says: 'only cli and src/index.ts see reporters',
  },
  {
    rule: 'imports only from the left: errors → oci → … → verbs → cli',
    because: 'a reporter imports the engine',
    files: { 'reporters/json.ts': "import '../src/engine/a.ts'\n", 'src/engine/a.ts': 'export {}\n' },
    says: 'reporters sees only errors, oci, report',
  },
  {
    rule: 'imports only from the left: errors → oci → … → verbs → cli',
    because: 'a suite imports the sources',
    files: { 'suites/start.test.ts': "import '../src/oci/digest.ts'\n" },
    says: "import it from 'everyarch' or 'everyarch/vitest'",
  },
  {
    rule: 'imports only from the left: errors → oci → … → verbs → cli',
    because: 'the inside imports an entry',
    files: { 'src/verbs/a.ts': "import type { digestOf } from '../index.ts'\nexport type A = typeof digestOf\n" },
    says: 'an entry is for users',
  },
  {
    rule: 'imports sources by the path they have',
    because: 'an import ends in .js',
    files: { 'test/unit/a.ts': "import '../../src/oci/digest.js'\n" },
    says: 'test/unit/a.ts:1 imports ../../src/oci/digest.js: there is no such file, end the path in .ts',
  },
  {
    rule: 'has no import cycles, types included',
    because: 'two files need a type of each other',
    files: {
      'src/oci/a.ts': "import type { B } from './b.ts'\nexport type A = B | 1\n",
      'src/oci/b.ts': "export type B = import('./a.ts').A | 2\n",
    },
    says: 'src/oci/a.ts → src/oci/b.ts → src/oci/a.ts: move what they share',
  },
  {
    rule: 'keeps testcontainers out of test workers',
    because: 'a fixture reaches it over two files',
    files: {
      'src/harness/a.ts': "import { b } from '../engine/b.ts'\nexport const a = b\n",
      'src/engine/b.ts': "import { c } from './c.ts'\nexport const b = c\n",
      'src/engine/c.ts': "import { GenericContainer } from 'testcontainers'\nexport const c = GenericContainer\n",
    },
    says: 'src/harness/a.ts → src/engine/b.ts → src/engine/c.ts → testcontainers',
  },
  {
    rule: 'keeps suites to what users have: the package by its name, and vitest',
    because: 'a suite imports a package of ours',
    files: { 'suites/health.test.ts': "import { it } from 'vitest'\nimport 'dockerode'\n" },
    says: "suites/health.test.ts:2 imports dockerode: offer what it needs as a fixture of 'everyarch/vitest'",
  },
  {
    rule: 'imports each package in its own folder only',
    because: 'a verb talks to a registry by itself',
    files: {
      'src/verbs/a.ts': "import Agent from 'undici/lib/dispatcher/agent.js'\nexport const agent = new Agent()\n",
    },
    says: 'src/verbs/a.ts:1 imports undici: it is used in src/registry/, src/run/ only',
  },
  {
    rule: 'declares every package it imports, and imports every one it declares',
    because: 'an import is not declared',
    files: { 'src/oci/a.ts': "import '@scope/name/part'\n" },
    says: 'src/oci/a.ts:1 imports @scope/name: add it to dependencies',
  },
  {
    rule: 'declares every package it imports, and imports every one it declares',
    because: 'a dependency is not used',
    files: {
      'package.json': JSON.stringify({
        dependencies: { unused: '^1.0.0' },
        exports: { '.': { 'everyarch-source': './src/index.ts' } },
      }),
    },
    says: 'package.json depends on unused, which nothing imports',
  },
  {
    rule: "imports Node's modules as node:…",
    because: 'fs is imported bare',
    files: { 'src/oci/a.ts': "import 'fs/promises'\n" },
    says: 'write node:fs/promises',
  },
  ...[
    'export const home = process.env.HOME\n',
    "export const home = process['env']['HOME']\n",
    'export const { env } = globalThis.process\n',
    "import { env } from 'node:process'\nexport const home = env.HOME\n",
  ].map((text) => ({
    rule: 'reads the environment in one file',
    because: `a file says ${text.split('\n')[0] ?? ''}`,
    files: { 'src/oci/a.ts': text },
    says: 'src/oci/a.ts:1 uses process.env: take an `env` as an argument',
  })),
  {
    rule: 'decides the exit code in one file',
    because: 'a verb exits',
    files: { 'src/verbs/a.ts': 'export const stop = (): never => process.exit(1)\n' },
    says: 'src/verbs/a.ts:1 uses process.exit: return or throw',
  },
  ...["console.log('hi')\n", "process.stderr.write('hi')\n"].map((text) => ({
    rule: 'writes to the terminal in one file',
    because: `a reporter says ${text.trim()}`,
    files: { 'reporters/json.ts': text },
    says: 'reporters/json.ts:1 uses ',
  })),
  {
    rule: 'has no file of code over 300 lines',
    because: 'a test has 301',
    files: { 'test/unit/a.test.ts': lines(301), 'test/unit/b.test.ts': lines(300) },
    says: 'test/unit/a.test.ts has 301 lines',
  },
  {
    rule: 'has sources of under 90 lines in the median',
    because: 'most have 90',
    files: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`src/oci/${name}.ts`, lines(90)])),
    says: 'the median source has 90 lines',
  },
  {
    rule: 'has no any',
    because: 'a parameter is any',
    files: { 'test/support/a.ts': 'export const a = (value: Record<string, any>): unknown => value\n' },
    says: 'test/support/a.ts:1 says any',
  },
  ...['export default 1\n', 'const a = 1\nexport { a as default }\n'].map((text) => ({
    rule: 'exports by name',
    because: `a file says ${text.trim()}`,
    files: { 'src/oci/a.ts': text },
    says: 'has a default export',
  })),
  {
    rule: 're-exports in the entries only, name by name',
    because: 'a folder has a barrel',
    files: { 'src/oci/index.ts': "export { digestOf } from './digest.ts'\n" },
    says: 'src/oci/index.ts:1 re-exports',
  },
  {
    rule: 're-exports in the entries only, name by name',
    because: 'an entry exports a whole file',
    files: { 'src/index.ts': "export * from './oci/digest.ts'\n" },
    says: 'src/index.ts:1 exports *: list the names',
  },
  {
    rule: 're-exports in the entries only, name by name',
    because: 'an entry has code',
    files: { 'src/index.ts': 'export const version = 1\n' },
    says: 'src/index.ts:1 is more than a re-export',
  },
  ...["it.skip('a', () => {})\n", "describe.only('a', () => {})\n", "it.skipIf(true)('a', () => {})\n"].map((text) => ({
    rule: 'has no test that is skipped, focused or expected to fail',
    because: `a test says ${text.trim()}`,
    files: { 'test/unit/a.test.ts': text },
    says: 'test/unit/a.test.ts:1 has ',
  })),
  {
    rule: 'has no test that is skipped, focused or expected to fail',
    because: 'a test is skipped by its options',
    files: { 'test/e2e/a.test.ts': "it('a', { skip: process.arch === 'x64' }, () => {})\n" },
    says: 'test/e2e/a.test.ts:1 has { skip }',
  },
  {
    rule: 'has no test that is skipped, focused or expected to fail',
    because: 'a test leaves early',
    files: { 'test/e2e/a.test.ts': "it('a', (context) => {\n  context.skip()\n})\n" },
    says: 'test/e2e/a.test.ts:2 has context.skip()',
  },
  ...[
    ['a path of this machine', ['cd ', 'root', 'project'].join('/')],
    ["a registry's host", ['https://registry', 'npmjs', 'org'].join('.')],
    ['work left undone', ['# TO', 'DO'].join('')],
  ].map(([because = '', text = '']) => ({
    rule: 'names no machine, package registry or unfinished work',
    because: `a document holds ${because}`,
    files: { 'docs/a.md': `# A\n\n${text}\n` },
    says: 'docs/a.md:3 ',
  })),
  {
    rule: 'has the folders of its layout, with names that say what is inside',
    because: 'a folder is new in src',
    files: { 'src/network/a.ts': 'export {}\n' },
    says: 'src/network/ is no folder of the layout: use one of oci, elf,',
  },
  {
    rule: 'has the folders of its layout, with names that say what is inside',
    because: 'a file could hold anything',
    files: { 'test/support/image-utils.ts': 'export {}\n' },
    says: 'test/support/image-utils.ts: name it after the one noun or verb it holds',
  },
  {
    rule: 'has one entry file for each export, and no other file beside src/errors.ts',
    because: 'a file lies beside the entries',
    files: { 'src/digest.ts': 'export {}\n' },
    says: "src/digest.ts is no entry of package.json's exports",
  },
  {
    rule: 'locks versions, not download addresses',
    because: 'a resolved address was locked',
    files: {
      'package-lock.json': JSON.stringify({
        packages: { 'node_modules/a': { version: '1.0.0', resolved: 'https://example.com/a.tgz' } },
      }),
    },
    says: 'package-lock.json: resolved of node_modules/a holds an address',
  },
  {
    rule: 'locks the optional packages of every platform, without which npm ci refuses',
    because: 'the binding for another platform was dropped',
    files: {
      'package-lock.json': JSON.stringify({
        packages: { 'node_modules/a': { version: '1.0.0', optionalDependencies: { '@a/darwin-arm64': '1.0.0' } } },
      }),
    },
    says: 'package-lock.json lacks @a/darwin-arm64 of node_modules/a',
  },
]
