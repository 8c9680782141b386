/** One package as a package manager's database lists it. */
export interface InstalledPackage {
  readonly name: string
  /** As the package manager writes it, with epoch and revision; without the number of a mere rebuild. */
  readonly version: string
  /** In the words of the package manager: `amd64`, `aarch64`; absent for one that has none. */
  readonly architecture?: string
}
