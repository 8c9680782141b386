import { describe, expect, it } from 'vitest'
import { listBuildxArgs, onlyTarget } from '../../../src/build/buildx-args.ts'
import type { BuildWishes } from '../../../src/config/build-wishes.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const everything: Omit<BuildWishes, 'source'> = {
  target: 'app',
  buildArgs: ['A=1'],
  buildContexts: ['base=docker-image://base:1'],
  secrets: [
    { id: 'a', from: { kind: 'variable', name: 'TOKEN' } },
    { id: 'b', from: { kind: 'file', path: '.npmrc' } },
  ],
  ssh: ['default'],
  cacheFrom: ['type=local,src=c'],
  cacheTo: ['type=local,dest=c'],
  labels: ['x=y'],
  annotations: ['index:k=v'],
  provenance: 'mode=max',
  sbom: 'true',
  buildxArgs: ['--no-cache'],
}
const platforms = ['linux/amd64', 'linux/arm/v7'].map((platform) => parsePlatform(platform))
const rest = { platforms, builder: 'ci', metadataFile: 'm.json' }

describe('the words for buildx', () => {
  it('are those of a build', () => {
    const wishes = { ...everything, source: { kind: 'context', context: '-', file: 'D' } } as const
    const args = listBuildxArgs({ ...rest, wishes, outputs: new Map([[onlyTarget, 'type=oci,dest=o.tar']]) })
    expect(args).toEqual([
      'buildx',
      'build',
      '--builder=ci',
      '--progress=rawjson',
      '--metadata-file=m.json',
      '--provenance=mode=max',
      '--sbom=true',
      '--file=D',
      '--target=app',
      '--platform=linux/amd64,linux/arm/v7',
      '--output=type=oci,dest=o.tar',
      '--build-arg=A=1',
      '--build-context=base=docker-image://base:1',
      '--secret=type=env,id=a,env=TOKEN',
      '--secret=type=file,id=b,src=.npmrc',
      '--ssh=default',
      '--cache-from=type=local,src=c',
      '--cache-to=type=local,dest=c',
      '--label=x=y',
      '--annotation=index:k=v',
      '--no-cache',
      '--',
      '-',
    ])
  })

  it('are overrides of the targets of a bake file', () => {
    const wishes = { ...everything, source: { kind: 'bake', files: ['b.hcl'], targets: ['web'] } } as const
    const args = listBuildxArgs({ ...rest, wishes, outputs: new Map([['web', 'type=oci,dest=0.tar']]) })
    expect(args.slice(2, 9)).toEqual([
      '--builder=ci',
      '--progress=rawjson',
      '--metadata-file=m.json',
      '--provenance=mode=max',
      '--sbom=true',
      '--file=b.hcl',
      '--set',
    ])
    const set = args.flatMap((word, at) => (args[at - 1] === '--set' ? [word] : []))
    expect(set).toEqual([
      '*.platform=linux/amd64',
      '*.platform=linux/arm/v7',
      '*.target=app',
      '*.args.A=1',
      '*.contexts.base=docker-image://base:1',
      '*.secrets=type=env,id=a,env=TOKEN',
      '*.secrets=type=file,id=b,src=.npmrc',
      '*.ssh=default',
      '*.cache-from=type=local,src=c',
      '*.cache-to=type=local,dest=c',
      '*.labels.x=y',
      '*.annotations=index:k=v',
      '*.tags=',
      'web.output=type=oci,dest=0.tar',
    ])
    expect(args).toContain('--no-cache')
    expect(args.slice(-2)).toEqual(['--', 'web'])
  })
})
