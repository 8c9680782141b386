/** One project of vitest's: the platform it is for. */
export interface Seat {
  /** What the run calls it: `linux/arm64`, with `@digest` where the index lists it twice. */
  readonly name: string
  readonly platform: string
}

/** What a project of `definePlatformProjects` says of itself. */
export interface ProjectTicket {
  /** By which the process that keeps its container is found. */
  readonly keeper: string
  readonly seat: Seat
  /** What becomes of tests whose platform cannot be run here. */
  readonly unavailable: 'skip' | 'fail'
}

/** What its workers are told. */
export interface ProjectSeat {
  /** Where they ask for their platform's container. */
  readonly address: string
  /** By which name they ask: `linux/arm64`. */
  readonly project: string
  readonly unavailable: 'skip' | 'fail'
}

declare module 'vitest' {
  interface ProvidedContext {
    everyarchProject: ProjectTicket
    everyarchSeat: ProjectSeat
  }
}
