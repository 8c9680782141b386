/** A value of a configuration file that JSON can hold. */
export type SettingValue = string | readonly string[] | HttpSetting
export interface HttpSetting {
  readonly port: number
  readonly path: string
  readonly status: string
}

/** One line of the configuration, and why it is there. */
export interface Choice {
  /** A key of the configuration file. */
  readonly setting: string
  readonly value: SettingValue
  readonly because: string
}
