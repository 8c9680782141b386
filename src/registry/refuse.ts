import type { RequestFacts } from './request-facts.ts'
import type { HttpResponse } from './http-message.ts'

/** Throws the error that an unwanted status means; what knows the errors is loaded only where there is one. */
export async function refuse(response: HttpResponse, facts: RequestFacts): Promise<never> {
  const { statusError } = await import('./status-error.ts')
  throw await statusError(response, facts)
}
