import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isFields } from '../plan/image-list-fields.ts'
import { readText } from './read-text.ts'

/** What a `package.json` says, so far as it matters to files that are written beside it. */
export interface PackageFacts {
  /** The test runner that would take files named `*.test.ts` for its own. */
  readonly testRunner?: string
  /** True where `.ts` and `.js` are CommonJS. */
  readonly isCommonJs: boolean
  /** True where TypeScript is used. */
  readonly hasTypeScript: boolean
  readonly hasEveryarch: boolean
}

/** Undefined where there is no package. */
export async function readPackageFacts(folder: string): Promise<PackageFacts | undefined> {
  const content = await readText(join(folder, 'package.json'))
  if (content === undefined) return undefined
  const manifest = parse(content)
  const dependencies = new Set(
    ['dependencies', 'devDependencies'].flatMap((key) => {
      const listed = manifest[key]
      return isFields(listed) ? Object.keys(listed) : []
    }),
  )
  const testRunner = ['vitest', 'jest', 'mocha', 'ava'].find((name) => dependencies.has(name))
  const hasTsconfig = await stat(join(folder, 'tsconfig.json')).then(
    () => true,
    () => false,
  )
  return {
    ...(testRunner === undefined ? {} : { testRunner }),
    isCommonJs: manifest['type'] === 'commonjs',
    hasTypeScript: hasTsconfig || dependencies.has('typescript'),
    hasEveryarch: dependencies.has('everyarch'),
  }
}

function parse(content: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(content)
    return isFields(value) ? value : {}
  } catch {
    return {}
  }
}
