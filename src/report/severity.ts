/**
 * What a finding means for the verdict: `error` fails the platform, `environment` leaves it unverified,
 * `inconclusive` makes it inconclusive, `warning` fails it only with `--strict`, `info` changes nothing.
 */
export type Severity = 'error' | 'environment' | 'inconclusive' | 'warning' | 'info'
