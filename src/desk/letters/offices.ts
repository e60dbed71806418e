/** Offices that take letters and people who write replies: what the list is narrowed by, fetched once. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Office } from '#contract/people.ts'
import type { Replies } from '#contract/routes.ts'
import { deskCall } from '../core/desk-call.ts'

export const useOffices = defineStore('letter-offices', () => {
  const offices = shallowRef<readonly Office[]>()
  const handlers = shallowRef<Replies['GET /desk/handlers']>()
  const trouble = ref<unknown>()

  async function load(): Promise<void> {
    if (offices.value && handlers.value) return
    trouble.value = undefined
    try {
      ;[offices.value, handlers.value] = await Promise.all([
        deskCall('GET /desk/offices', {}),
        deskCall('GET /desk/handlers', {})
      ])
    } catch (error) {
      trouble.value = error
    }
  }

  const nameOf = (id: string): string | undefined =>
    offices.value?.find((one) => one.id === id)?.name ?? handlers.value?.find((one) => one.id === id)?.name

  return { offices, handlers, trouble, load, nameOf }
})
