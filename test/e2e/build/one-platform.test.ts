import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { buildContext, serverEnd } from '../../support/build-context.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const registry = openDistributionRegistry()

it('of one platform, too, what runs natively for it is told from what is emulated', async () => {
  const { reference } = await pushPair(registry, 'one-platform', (platform) => serverImage(platform))
  const dockerfile = `FROM --platform=$BUILDPLATFORM ${reference} AS crossed
ARG TARGETARCH
RUN echo ${uniqueText()} > /crossed
FROM ${reference}
RUN echo ${uniqueText()} > /made
COPY --from=crossed /crossed /crossed
${serverEnd}`
  await using context = await buildContext({ Dockerfile: dockerfile })
  const args = ['verify', '--build', context.path, '--platform', 'linux/arm64', '--http', '8080', '--json']
  for (const [more, crossed] of [
    [[], 'cross'],
    // BuildKit names no platforms then: more of them would make another image.
    [['--provenance', 'false'], 'emulated'],
  ] as const) {
    const result = await runEveryarch([...args, ...more])
    expect(result.exitCode, result.stderr).toBe(0)
    const report = parseRunReport(parseStdout(result))
    expect(report.platforms.map(({ platform, verdict }) => [platform, verdict])).toEqual([['linux/arm64', 'passed']])
    const steps = report.builds?.flatMap((build) => build.steps).filter(({ execution }) => execution !== undefined)
    expect(steps?.map(({ stage, platform, execution }) => [stage, platform, execution]).toSorted()).toEqual([
      ['crossed', 'linux/arm64', crossed],
      ['stage-1', 'linux/arm64', 'emulated'],
    ])
  }
})
