const mebibyte = 1024 * 1024

/** What an untrusted layer may take; beyond it the layer counts as unread (`rootfs/limit-exceeded`). */
export interface LayerLimits {
  /** Entries of all layers of one image, and the folders they imply. @default 1_000_000 */
  readonly maxEntries: number
  /** Names, link targets and kept content of one layer, as characters or bytes. @default 128 MiB */
  readonly maxKeptBytes: number
  /** Of a layer, unpacked. @default 32 GiB */
  readonly maxLayerBytes: number
  /** Unpacked bytes for one packed byte, once more than `ratioFreeBytes` were unpacked. @default 1000 */
  readonly maxRatio: number
  /** @default 64 MiB */
  readonly ratioFreeBytes: number
  /** Of the name of an entry, and of the target of a link: the kernel's PATH_MAX. @default 4096 */
  readonly maxNameBytes: number
  /** Of the extended header of one entry. @default 1 MiB */
  readonly maxExtensionBytes: number
  /** Of one package database: larger ones are left out. @default 32 MiB */
  readonly maxDatabaseBytes: number
  /** Of the holes in one sparse file: the content of larger ones is not looked at. @default 16 MiB */
  readonly maxHoleBytes: number
}

/** Far above what images in use need (the largest have half a million files), far below what hurts. */
export const defaultLayerLimits: LayerLimits = {
  maxEntries: 1_000_000,
  maxKeptBytes: 128 * mebibyte,
  maxLayerBytes: 32 * 1024 * mebibyte,
  maxRatio: 1000,
  ratioFreeBytes: 64 * mebibyte,
  maxNameBytes: 4096,
  maxExtensionBytes: mebibyte,
  maxDatabaseBytes: 32 * mebibyte,
  maxHoleBytes: 16 * mebibyte,
}
