import type { ImageConfig } from '../oci/image-config.ts'
import type { ImageManifest } from '../oci/image-manifest.ts'
import type { Digest } from '../oci/digest.ts'

/** An image that can be looked into: what its index lists, and the manifests, configs and files behind it. */
export interface OpenedImage extends AsyncDisposable {
  /** As it was named. */
  readonly reference: string
  /** Of the index, or of the manifest where the image is a single one. */
  readonly digest: Digest
  /** What its index or manifest is. */
  readonly mediaType: string
  /** In the index's order; an image without an index is one. */
  readonly platforms: readonly OpenedPlatform[]
  /** The number of attestation manifests; they are no platforms. */
  readonly attestations: number
  /** Lets go of the registry, file or engine behind it. Nothing can be read from then on. */
  close(): Promise<void>
}

/** One platform of an opened image. What is read is hashed and compared with its digest, and read once. */
export interface OpenedPlatform {
  /** Normalised: `linux/arm64`. */
  readonly platform: string
  /** As the index spells it; absent where the index names no platform. */
  readonly declared?: string
  /** Of its manifest. */
  readonly digest: Digest
  /**
   * Its manifest.
   * @throws HarnessError `content-missing`, `digest-mismatch`, `content-invalid`, or what its source says
   */
  readManifest(): Promise<ImageManifest>
  /**
   * Its config.
   * @throws HarnessError as `readManifest`
   */
  readConfig(): Promise<ImageConfig>
  /**
   * Its layers, laid over each other.
   * @throws HarnessError `content-missing`, `digest-mismatch`, `content-invalid` where a layer cannot be read
   */
  readFiles(): Promise<OpenedFiles>
}

/** The files that a container of a platform starts with. */
export interface OpenedFiles {
  /** A file by its absolute path, symbolic links followed inside the image; undefined where there is none. */
  find(path: string): OpenedFile | undefined
  /** What lies directly in a folder; empty where there is none. */
  list(folder: string): readonly OpenedFile[]
  /** Every file and folder. */
  all(): Iterable<OpenedFile>
}

/** A file or folder of an opened image. */
export interface OpenedFile {
  /** Absolute, without symbolic links in it: `/usr/bin/env`. */
  readonly path: string
  /** What it is. */
  readonly kind: 'file' | 'directory' | 'symlink' | 'device' | 'fifo'
  /** Permission bits, with setuid, setgid and sticky: `0o4755`. */
  readonly mode: number
  /** The number of its owner. */
  readonly uid: number
  /** The number of its group. */
  readonly gid: number
  /** Bytes of its content. */
  readonly sizeBytes: number
  /** Of a symbolic link, as written. */
  readonly target?: string
  /** What machine code in it is for, as OCI calls architectures: `arm64`; absent where it holds none. */
  readonly architecture?: string
}
