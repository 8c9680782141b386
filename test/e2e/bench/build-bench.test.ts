import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { buildContext, serverEnd } from '../../support/build-context.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { listBuildFolders } from '../build/build-folders.ts'

const registry = openDistributionRegistry()
const both = ['--platform', 'linux/amd64,linux/arm64', '--http', '8080', '--rounds', '1', '--requests', '0', '--json']

/** A step that takes its time where it is emulated. */
function slowStep(words: string): string {
  const [tool = ''] = words.split(' ')
  const sleep = '[ $(/bin/busybox uname -m) = x86_64 ] || /bin/busybox sleep 11'
  return `RUN ${tool}() { ${sleep}; echo ${uniqueText()} > /made; }; ${words}`
}

it('a build is measured cold and warm for each platform, and its slow steps are advised on at their lines', async () => {
  const { reference } = await pushPair(registry, 'base', (platform) => serverImage(platform))
  const dockerfile = `FROM ${reference} AS start
FROM start AS wheel
${slowStep('pip install flask')}
FROM start AS compiled
${slowStep('make all')}
FROM start AS other
${slowStep('convert it')}
FROM --platform=$BUILDPLATFORM ${reference} AS crossed
ARG TARGETARCH
${slowStep('digest it')}
FROM start
COPY --from=wheel /made /wheel
COPY --from=compiled /made /compiled
COPY --from=other /made /other
COPY --from=crossed /made /crossed
${serverEnd}`
  await using context = await buildContext({ Dockerfile: dockerfile })
  const result = await runEveryarch(['bench', '--build', context.path, ...both])
  expect(result.exitCode, result.stderr).toBe(0)
  const report = parseRunReport(parseStdout(result))
  expect(report).toMatchObject({ command: 'bench', verdict: 'passed', bench: { rounds: 1, buildRounds: 1 } })
  const [amd64, arm64] = report.platforms.map(({ benchmarks = [] }) =>
    benchmarks.filter(({ build }) => build !== undefined),
  )
  expect(amd64).toMatchObject([
    { name: 'build (cold)', build: { execution: 'native' } },
    { name: 'build (warm)', build: { execution: 'none' } },
  ])
  expect(arm64).toMatchObject([
    { name: 'build (cold)', build: { execution: 'emulated' }, factorOf: 'emulation', comparedTo: 'linux/amd64' },
    { name: 'build (warm)', build: { execution: 'none' } },
  ])
  const [cold, warm] = arm64 ?? []
  expect(cold?.medianMs).toBeGreaterThan(11_000)
  const again = warm?.build?.steps.filter(({ instruction }) => instruction.startsWith('RUN ')) ?? []
  expect(again.map(({ isCached }) => isCached)).toEqual([true, true, true, true])
  const ways = cold?.build?.steps.flatMap(({ stage, execution }) => (execution ? [`${stage} ${execution}`] : []))
  expect(ways?.toSorted()).toEqual(['compiled emulated', 'crossed cross', 'other emulated', 'wheel emulated'])

  const slow = report.findings.filter(({ code }) => code === 'bench/slow-step')
  const lineOf = (words: string): number => dockerfile.split('\n').findIndex((line) => line.endsWith(words)) + 1
  const hints = new Map(slow.map(({ evidence, hint = '' }) => [evidence?.['stage'], hint]))
  const at = `${context.path}/Dockerfile`
  expect(hints.size).toBe(3)
  expect(hints.get('wheel')).toMatch(`${at}:${lineOf('pip install flask')} a package that has no wheel`)
  expect(hints.get('compiled')).toMatch(`${at}:${lineOf('make all')} compile in a stage FROM --platform=$BUILDPLATFORM`)
  expect(hints.get('other')).toMatch(/:\d+ do what does not depend on the platform .* on a machine of its own/)
  for (const { evidence } of slow) {
    const platforms = [{ platform: 'linux/arm64', factor: expect.any(Number) }]
    expect(evidence).toMatchObject({ file: at, platforms })
  }
  expect(await findLeftovers(result.pid)).toEqual([])
  expect(await listBuildFolders(result.pid)).toEqual([])
})
