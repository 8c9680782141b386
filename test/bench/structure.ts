import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseRunReport } from '../../src/report/parse.ts'
import { asObject, parseJson } from '../../src/oci/json.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { docker, removeImages } from '../support/engine.ts'
import { parseStdout, runEveryarch } from '../support/everyarch.ts'
import { runProcess } from '../support/run-process.ts'
import {
  listStructureFiles,
  pushStructureImage,
  structureFolder,
  structureVariables,
} from '../support/structure-image.ts'
import { readOurVerdicts, type FileVerdict, type Verdicts } from '../support/structure-verdicts.ts'

// Files of tests run by container-structure-test and by everyarch: the same files, the same image, test by test.
const usage = `usage: node test/bench/structure.ts --program PATH [--write]
       node test/bench/structure.ts --program PATH --image REFERENCE --cwd FOLDER FILE…`
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    program: { type: 'string' },
    image: { type: 'string' },
    cwd: { type: 'string', default: structureFolder },
    platform: { type: 'string', multiple: true, default: ['linux/amd64', 'linux/arm64'] },
    write: { type: 'boolean', default: false },
  },
})
const { program, cwd } = values
if (program === undefined) throw new Error(usage)
const env = { ...process.env, ...structureVariables }
const files = positionals.length > 0 ? positionals : await listStructureFiles()

/** Of one manifest, for a reference that stands for several platforms is always the host's to the original. */
async function askOriginal(image: string, platform: string): Promise<Verdicts> {
  await docker('pull', '--quiet', '--platform', platform, image)
  const verdicts: Record<string, FileVerdict> = {}
  for (const file of files) {
    const args = ['test', '--image', image, '--platform', platform, '--output', 'json', '--config', file]
    const { stdout } = await runProcess(program ?? '', args, { cwd, env, timeoutMs: 600_000 })
    const answer = asObject(parseJson(Buffer.from(stdout.slice(stdout.indexOf('{'))), file))
    let licenses = 0
    const results = answer.list('Results', (value, where) => {
      const result = asObject(value, where)
      const name = result.string('Name')
      const isLater = name === 'License Test' && ++licenses > 1
      return { name: isLater ? `${name} ${licenses}` : name, passed: result.optionalBoolean('Pass') === true }
    })
    const named = (passed: boolean): readonly string[] =>
      results.filter((it) => it.passed === passed).map(({ name }) => name)
    verdicts[basename(file)] = { passed: named(true), failed: named(false).toSorted() }
  }
  return verdicts
}

async function askEveryarch(reference: string): Promise<Parameters<typeof readOurVerdicts>[0]> {
  const suites = files.flatMap((name) => ['--suite', join(cwd, name)])
  const platforms = values.platform.flatMap((platform) => ['--platform', platform])
  const args = ['verify', reference, '--json', '--expect', 'exit:0', '--test-timeout', '5m', ...platforms, ...suites]
  const command = values.image === undefined ? [] : ['--', 'true']
  const result = await runEveryarch([...args, ...command], { cwd, env, timeoutMs: 1_800_000 })
  return parseRunReport(parseStdout(result))
}

const pushed = values.image === undefined ? await pushStructureImage(openDistributionRegistry()) : undefined
const reference = pushed?.reference ?? values.image ?? ''
const report = await askEveryarch(reference)
const repository = reference.slice(0, reference.lastIndexOf(':'))
let [agreed, all] = [0, 0]
for (const platform of values.platform) {
  const digest = report.platforms.find((it) => it.platform === platform)?.digest ?? ''
  const theirs = await askOriginal(`${repository}@${digest}`, platform)
  const ours = readOurVerdicts(report, platform)
  for (const [file, { passed, failed }] of Object.entries(theirs)) {
    const own = ours[file]?.failed ?? []
    const different = [...passed.filter((name) => own.includes(name)), ...failed.filter((name) => !own.includes(name))]
    const tests = passed.length + failed.length
    const isCounted = ours[file]?.tests === tests
    all += tests
    agreed += isCounted ? tests - different.length : 0
    if (!isCounted) process.stdout.write(`${platform} ${file}: ${ours[file]?.tests ?? 0} tests here, ${tests} there\n`)
    for (const name of different) process.stdout.write(`${platform} ${file}: ${name} differs\n`)
  }
  if (values.write && platform === values.platform[0]) {
    await writeFile(join(structureFolder, 'verdicts.json'), `${JSON.stringify(theirs, undefined, 2)}\n`)
  }
}
process.stdout.write(`${agreed} of ${all} tests agree\n`)
if (pushed !== undefined) await removeImages(pushed.repository)
process.exitCode = agreed === all ? 0 : 1
