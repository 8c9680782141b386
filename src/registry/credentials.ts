/** What proves to a registry who asks. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Exchanged at the token service; the password of single sign-on. */
  | { readonly kind: 'identity-token'; readonly username?: string; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'registry-token'; readonly token: string }

/**
 * Finds the credential for a registry's host, as a reference names it. The repository is told because a file may hold
 * one for a part of a registry only.
 *
 * @throws HarnessError `credentials-invalid`
 */
export type CredentialSource = (
  host: string,
  repository: string,
  signal?: AbortSignal,
) => Promise<Credential | undefined>
