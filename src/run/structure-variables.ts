import type { StructureFile, StructurePair } from './structure-file.ts'

/** Variables by name. */
export type Named = Readonly<Record<string, string>>

/** `$NAME` and `${NAME}` by their values, as Go's os.Expand has it; of one letter where that is special to shells. */
export function expandVariables(text: string, env: Named): string {
  return text.replaceAll(
    /\$(?:\{([^}]*)\}|(\{)|([*#$@!?\-0-9])|(\w+))/g,
    (_all, braced?: string, open?: string, special?: string, plain?: string) => {
      if (open !== undefined) return ''
      const name = braced ?? special ?? plain ?? ''
      return Object.hasOwn(env, name) ? (env[name] ?? '') : ''
    },
  )
}

function expandAll(pairs: readonly StructurePair[], env: Named): Named {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, expandVariables(value, env)]))
}

/** What the file adds to what the image says. */
function addedVariables({ version, env }: Pick<StructureFile, 'version' | 'env'>, image: Named): Named {
  return version === '1.0.0' ? {} : expandAll(env, image)
}

/** What the image says once the file's own variables are part of it. */
export function imageVariables(file: Pick<StructureFile, 'version' | 'env'>, image: Named): Named {
  return { ...image, ...addedVariables(file, image) }
}

export interface CommandVariables {
  /** Given to the commands before it. */
  readonly setup: Named
  /** What stands for `$NAME` in the command. */
  readonly known: Named
  /** Given to the command. */
  readonly own: Named
}

/**
 * What a command's variables are. Its own become a part of the image with the commands before it; else they are passed as
 * they are, unless how containers are run says otherwise.
 */
export function commandVariables(
  file: Pick<StructureFile, 'version' | 'env' | 'options'>,
  test: { readonly env: readonly StructurePair[]; readonly setup: readonly unknown[] },
  image: Named,
): CommandVariables {
  const { version, env, options } = file
  const added = addedVariables(file, image)
  const pairs = version === '1.0.0' ? [...env, ...test.env] : test.env
  const setup = { ...added, ...expandAll(pairs, { ...image, ...added }) }
  const before = test.setup.length > 0 ? setup : added
  const passed = Object.fromEntries(test.env.map(({ key, value }) => [key, value]))
  return {
    setup,
    known: { ...image, ...before },
    own: { ...before, ...(options?.isSet === true ? options.env : passed) },
  }
}
