import { registerHooks } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { HarnessError } from '../errors.ts'

/** The entry that configuration files import, in the form this file itself has: sources or built. */
const entry = new URL(`../config${extname(fileURLToPath(import.meta.url))}`, import.meta.url).href

/**
 * What a configuration file exports by default. Types are stripped by Node itself. It may import `everyarch/config` where
 * the package is not installed beside it, as with `npx`.
 * @throws HarnessError `config-invalid`
 */
export async function importConfigModule(path: string, name: string): Promise<unknown> {
  const { href } = pathToFileURL(path)
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'everyarch/config' ? { url: entry, shortCircuit: true } : next(specifier, context),
  })
  try {
    const module: unknown = await import(href)
    if (typeof module === 'object' && module !== null && 'default' in module) {
      // A promise is as good, and one that fails fails here.
      const content: unknown = await module.default
      return content
    }
  } catch (cause) {
    throw new HarnessError('config-invalid', `${name}${placeIn(href, cause)} cannot be loaded`, {
      cause,
      hint: hintFor(cause),
    })
  } finally {
    hooks.deregister()
  }
  throw new HarnessError('config-invalid', `${name} exports no configuration`, {
    hint: 'write: export default defineConfig({ … }), with defineConfig from everyarch/config',
  })
}

/** `:3:5`, the line and column of the file, where the loader begins its trace with them and a caret below the line. */
function placeIn(href: string, cause: unknown): string {
  const trace = cause instanceof Error ? (cause.stack ?? '') : ''
  const [, line] = /^:(\d+)\n/.exec(trace.startsWith(href) ? trace.slice(href.length) : '') ?? []
  const [, before] = /\n([ \t]*)\^/.exec(trace) ?? []
  if (line === undefined) return ''
  return before === undefined ? `:${line}` : `:${line}:${before.length + 1}`
}

function hintFor(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return 'only types that can be left out are understood: no enum, no namespace'
  if (code === 'ERR_MODULE_NOT_FOUND') return 'install what it imports, or correct the path'
  if (cause instanceof SyntaxError) return 'correct the syntax; a .js file needs "type": "module", or the name .mjs'
  return 'correct what it throws; --debug shows where'
}
