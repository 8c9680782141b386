export { defineConfig } from './config/user-config.ts'
export type { UserConfig, UserPlatforms, UserPlatformSettings, UserWaiver } from './config/user-config.ts'
export type { UserDuration, UserRunSettings, UserSize } from './config/user-run-settings.ts'
export type { UserAnswer, UserExpectation, UserHttp, UserPattern, UserStatus } from './config/user-health.ts'
