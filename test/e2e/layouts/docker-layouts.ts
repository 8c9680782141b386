import { mkdir, writeFile } from 'node:fs/promises'
import { busyboxPlatforms } from '../../support/busybox.ts'
import { removeImages } from '../../support/engine.ts'
import { type ForeignLayout, run, single, type Workshop } from './workshop.ts'

const attested = { attestations: 10 }
const someAttested = { platforms: 3, attestations: 3 }
const some = { platforms: ['linux/amd64', 'linux/arm/v6', 'linux/s390x'] }
const savedName = 'localhost/everyarch-saved'

/** What BuildKit's exporters and `docker save` write. */
export const dockerLayouts: readonly ForeignLayout[] = [
  { title: 'an archive of buildx', make: (workshop) => archive(workshop, 'type=oci'), ...attested },
  {
    title: 'an archive of buildx without provenance',
    make: (workshop) => archive(workshop, 'type=oci', { flags: ['--provenance=false'] }),
  },
  {
    title: 'an archive of buildx in zstd',
    make: (workshop) => archive(workshop, 'type=oci,compression=zstd,force-compression=true', some),
    ...someAttested,
  },
  {
    title: 'an archive of buildx that is not compressed',
    make: (workshop) => archive(workshop, 'type=oci,compression=uncompressed,force-compression=true', some),
    ...someAttested,
  },
  {
    title: "an archive of buildx in Docker's media types",
    make: (workshop) => archive(workshop, 'type=oci,oci-mediatypes=false', some),
    ...someAttested,
  },
  {
    title: 'an archive of buildx that was unpacked',
    make: async (workshop) => {
      const layout = `${workshop.folder}/layout`
      await mkdir(layout)
      await run('tar', '--extract', '--directory', layout, '--file', await build(workshop, 'type=oci', some))
      return `oci:${layout}`
    },
    ...someAttested,
  },
  {
    title: 'a folder of buildx with all of its provenance',
    make: async (workshop) =>
      `oci:${await build(workshop, 'type=oci,tar=false', { flags: ['--provenance=mode=max'] })}`,
    ...attested,
  },
  {
    title: 'an archive for docker load of buildx',
    make: async (workshop) => {
      const options = { platforms: ['linux/arm64'], flags: ['--provenance=false'] }
      return `docker-archive:${await build(workshop, 'type=docker', options)}`
    },
    ...single,
  },
  { title: 'docker save', make: (workshop) => save(workshop), ...attested },
  { title: 'docker save of one platform', make: (workshop) => save(workshop, '--platform', 'linux/s390x'), ...single },
]

interface BuildOptions {
  readonly platforms?: readonly string[]
  readonly flags?: readonly string[]
}

/** @returns the path of what was built */
async function build({ reference, folder }: Workshop, output: string, options: BuildOptions = {}): Promise<string> {
  const { platforms = busyboxPlatforms, flags = [] } = options
  const [context, path] = [`${folder}/context`, `${folder}/built`]
  await mkdir(context)
  await writeFile(`${context}/Dockerfile`, `FROM ${reference}\nCOPY Dockerfile /www/Dockerfile\n`)
  const to = output === 'type=image' ? output : `${output},dest=${path}`
  await run('docker', 'buildx', 'build', '--platform', platforms.join(','), '--output', to, ...flags, context)
  return path
}

async function archive(workshop: Workshop, output: string, options?: BuildOptions): Promise<string> {
  return `oci-archive:${await build(workshop, output, options)}`
}

async function save(workshop: Workshop, ...flags: readonly string[]): Promise<string> {
  const path = `${workshop.folder}/saved.tar`
  await build(workshop, 'type=image', { flags: ['--tag', savedName] })
  try {
    await run('docker', 'save', ...flags, '--output', path, savedName)
  } finally {
    await removeImages(savedName)
  }
  return `docker-archive:${path}`
}
