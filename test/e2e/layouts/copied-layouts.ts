import { type ForeignLayout, run, single } from './workshop.ts'

const attested = { attestations: 10 }

/** What crane and oras copy from a registry. */
export const copiedLayouts: readonly ForeignLayout[] = [
  {
    title: 'a layout of crane',
    make: async ({ reference, folder }) => {
      await run('crane', 'pull', '--format=oci', reference, `${folder}/layout`)
      return `oci:${folder}/layout`
    },
    ...attested,
  },
  {
    title: 'a layout of crane of one platform',
    make: async ({ reference, folder }) => {
      await run('crane', 'pull', '--format=oci', '--platform=linux/arm/v6', reference, `${folder}/layout`)
      return `oci:${folder}/layout`
    },
    ...single,
  },
  ...['tarball', 'legacy'].map((format): ForeignLayout => ({
    title: `a ${format} of crane`,
    make: async ({ reference, folder }) => {
      await run('crane', 'pull', `--format=${format}`, '--platform=linux/ppc64le', reference, `${folder}/image.tar`)
      return `docker-archive:${folder}/image.tar`
    },
    ...single,
  })),
  {
    title: 'a layout of oras',
    make: async ({ reference, folder }) => {
      await run('oras', 'copy', '--from-plain-http', '--to-oci-layout', reference, `${folder}/layout:1.0`)
      return `oci:${folder}/layout`
    },
    ...attested,
  },
  {
    title: 'a layout of oras without a name',
    make: async ({ reference, folder }) => {
      await run('oras', 'copy', '--from-plain-http', '--to-oci-layout', reference, `${folder}/layout`)
      return `oci:${folder}/layout`
    },
    ...attested,
  },
  {
    title: 'a layout of oras with what refers to the image',
    make: async ({ reference, folder }) => {
      const note = `${folder}/note.json`
      await run('cp', '/dev/null', note)
      const flags = ['--plain-http', '--disable-path-validation', '--artifact-type', 'application/vnd.example.note']
      await run('oras', 'attach', ...flags, reference, `${note}:application/json`)
      await run('oras', 'copy', '-r', '--from-plain-http', '--to-oci-layout', reference, `${folder}/layout:1.0`)
      return `oci:${folder}/layout`
    },
    ...attested,
  },
  {
    title: 'a layout of oras of one platform',
    make: async ({ reference, folder }) => {
      const flags = ['--from-plain-http', '--to-oci-layout', '--platform', 'linux/arm64']
      await run('oras', 'copy', ...flags, reference, `${folder}/layout:1.0`)
      return `oci:${folder}/layout`
    },
    ...single,
  },
]
