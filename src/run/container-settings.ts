/** How the application's container is made; the same for every platform. */
export interface ContainerSettings {
  readonly command?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly memoryBytes: number
  readonly pidsLimit: number
  readonly labels: Readonly<Record<string, string>>
}
