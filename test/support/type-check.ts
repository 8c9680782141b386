import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
const entry = (name: string): string[] => [join(project, `src/${name}.ts`)]

/** What the compiler has against these files, all in one program, as users of the package write them. */
export async function typeCheck(files: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-types-'))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true })
    await writeFile(join(folder.path, name), text)
  }
  await writeFile(join(folder.path, 'package.json'), '{ "type": "module" }')
  const config = {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: {
      noUnusedLocals: false,
      typeRoots: [join(project, 'node_modules/@types')],
      paths: {
        everyarch: entry('index'),
        'everyarch/config': entry('config'),
        'everyarch/vitest': entry('vitest'),
        'everyarch/vitest-config': entry('vitest-config'),
        'vitest/config': [join(project, 'node_modules/vitest/dist/config.d.ts')],
        vitest: [join(project, 'node_modules/vitest')],
      },
    },
    include: [folder.path],
  }
  await writeFile(join(folder.path, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(project, 'node_modules/.bin/tsc')
  const { exitCode, stdout, stderr } = await runProcess(tsc, ['-p', folder.path], { timeoutMs: 100_000 })
  return exitCode === 0 ? stdout : `${stdout}${stderr} (${exitCode})`
}
