import { type ForeignLayout, run, single, type Workshop } from './workshop.ts'

const attested = { attestations: 10 }
/** They are of manifests that the tool has replaced, or has forgotten the names of. */
const dangling = { attestations: 10, findings: ['warning index/attestation-dangling'] }

/** What Podman and Skopeo write: by the path of the folder they are called in. */
export function podmanLayouts(tools: string): readonly ForeignLayout[] {
  const skopeo = (...args: readonly string[]) => run(`${tools}/skopeo`, ...args)
  const podman = ({ folder }: Workshop, ...args: readonly string[]) =>
    run(`${tools}/podman`, '--root', `${folder}/store`, '--runroot', `${folder}/run`, ...args)
  const saved = (title: string, format: string, transport: string): ForeignLayout => ({
    title,
    make: async (workshop) => {
      const path = `${workshop.folder}/saved`
      await podman(workshop, 'pull', '--quiet', '--platform', 'linux/arm64', workshop.reference)
      await podman(workshop, 'save', '--quiet', '--format', format, '--output', path, workshop.reference)
      return `${transport}:${path}`
    },
    ...single,
  })
  const pushed = (title: string, format: string): ForeignLayout => ({
    title,
    make: async (workshop) => {
      await podman(workshop, 'manifest', 'create', 'list')
      for (const architecture of ['arm64', 's390x']) {
        const name = `localhost/${architecture}`
        await podman(workshop, 'pull', '--quiet', '--platform', `linux/${architecture}`, workshop.reference)
        await podman(workshop, 'tag', workshop.reference, name)
        await podman(workshop, 'manifest', 'add', 'list', `containers-storage:${name}`)
      }
      const layout = `oci:${workshop.folder}/layout`
      await podman(workshop, 'manifest', 'push', '--quiet', '--all', '--format', format, 'list', layout)
      return layout
    },
    platforms: 2,
  })
  return [
    {
      title: 'a layout of Skopeo',
      make: async ({ reference, folder }) => {
        await skopeo('copy', '--quiet', '--all', `docker://${reference}`, `oci:${folder}/layout:1.0`)
        return `oci:${folder}/layout`
      },
      ...attested,
    },
    {
      title: 'an archive of Skopeo',
      make: async ({ reference, folder }) => {
        await skopeo('copy', '--quiet', '--all', `docker://${reference}`, `oci-archive:${folder}/image.tar`)
        return `oci-archive:${folder}/image.tar`
      },
      ...attested,
    },
    {
      title: 'a folder of Skopeo that it was told to make a layout of',
      make: async ({ reference, folder }) => {
        await skopeo('copy', '--quiet', '--all', `docker://${reference}`, `dir:${folder}/image`)
        await skopeo('copy', '--quiet', '--all', `dir:${folder}/image`, `oci:${folder}/layout`)
        return `oci:${folder}/layout`
      },
      ...attested,
    },
    {
      title: 'a layout of Skopeo that it packed anew',
      make: async ({ reference, folder }) => {
        const flags = ['--quiet', '--all', '--dest-compress-format', 'zstd']
        await skopeo('copy', ...flags, `docker://${reference}`, `oci:${folder}/layout`)
        return `oci:${folder}/layout`
      },
      ...dangling,
    },
    {
      title: 'an archive for docker load of Skopeo',
      make: async ({ reference, folder }) => {
        const archive = `docker-archive:${folder}/image.tar`
        await skopeo('--override-arch', 'mips64le', 'copy', '--quiet', `docker://${reference}`, archive)
        return archive
      },
      ...single,
    },
    saved('podman save', 'docker-archive', 'docker-archive'),
    saved('podman save of an OCI archive', 'oci-archive', 'oci-archive'),
    saved('podman save of an OCI folder', 'oci-dir', 'oci'),
    pushed('podman manifest push', 'oci'),
    pushed("podman manifest push in Docker's media types", 'v2s2'),
    {
      title: 'podman manifest push of a copied index',
      make: async (workshop) => {
        const layout = `oci:${workshop.folder}/layout`
        await podman(workshop, 'manifest', 'create', '--all', 'list', `docker://${workshop.reference}`)
        await podman(workshop, 'manifest', 'push', '--quiet', '--all', 'list', layout)
        return layout
      },
      ...dangling,
    },
  ]
}
