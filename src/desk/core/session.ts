/** Who is signed in at this browser, what this person may do, and the token that changing requests carry. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { DeskSession, Permission, SignIn } from '#contract/people.ts'
import { api, ProblemError } from '#ui/api.ts'
import { forgetAllTexts } from './kept-text.ts'

/** `unknown` until the server was asked for the first time. */
type Standing = 'unknown' | 'signed-out' | 'signed-in'

export const useSession = defineStore('session', () => {
  const current = shallowRef<DeskSession>()
  const standing = ref<Standing>('unknown')
  /** true when the session ran out or was ended elsewhere, false when the person signed out */
  const ranOut = ref(false)

  const person = computed(() => current.value?.person)

  const may = (permission: Permission): boolean =>
    current.value?.permissions.some((grant) => grant.permission === permission) ?? false

  /** Whether a permission reaches all of the bureau, not only the own office. */
  const mayEverywhere = (permission: Permission): boolean =>
    current.value?.permissions.some((grant) => grant.permission === permission && grant.scope === 'all') ?? false

  /** who was signed in in this tab before; what was loaded for this person is still in its memory */
  let before: string | undefined

  function take(session: DeskSession): void {
    before ??= session.person.id
    current.value = session
    standing.value = 'signed-in'
    ranOut.value = false
  }

  /** The server no longer knows the session: what is typed stays in the tab, the sign-in page comes up. */
  function end(): void {
    if (standing.value === 'signed-out') return
    ranOut.value = standing.value === 'signed-in'
    current.value = undefined
    standing.value = 'signed-out'
  }

  /** Asks the server who is signed in. Throws when it can't be reached. */
  async function refresh(): Promise<void> {
    try {
      take(await api('GET /desk/session'))
    } catch (error) {
      if (!(error instanceof ProblemError && error.slug === 'not-signed-in')) throw error
      end()
    }
  }

  /** Asks once; later calls answer from memory. */
  async function know(): Promise<void> {
    if (standing.value === 'unknown') await refresh()
  }

  /** Returns whether the tab still holds what was loaded for somebody else: then the page must be loaded anew. */
  async function signIn(body: SignIn): Promise<boolean> {
    take(await api('POST /desk/session', { body }))
    return before !== current.value?.person.id
  }

  /** What is told to the server while it still knows the session; a failure keeps nobody from leaving. */
  const lastActs = new Set<() => Promise<unknown>>()

  /** Registers such an act; returns how to take it back. */
  function beforeSigningOut(act: () => Promise<unknown>): () => void {
    lastActs.add(act)
    return () => {
      lastActs.delete(act)
    }
  }

  async function signOut(): Promise<void> {
    await Promise.allSettled([...lastActs].map((act) => act()))
    const token = current.value?.csrfToken
    if (token !== undefined) await api('DELETE /desk/session', { headers: { 'x-csrf-token': token } })
    forgetAllTexts()
    current.value = undefined
    standing.value = 'signed-out'
    ranOut.value = false
  }

  return {
    current,
    standing,
    ranOut,
    person,
    may,
    mayEverywhere,
    end,
    refresh,
    know,
    signIn,
    beforeSigningOut,
    signOut
  }
})
